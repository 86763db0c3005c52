package io.serai.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappingsReloadTest {
    @TempDir
    Path path;

    private TableFolder folder;
    private Mappings mappings;

    @BeforeEach
    void aFolderWithTwoTables() {
        folder = new TableFolder(path).inbound("name: .name").outbound("Name: .name");
        mappings = folder.load();
    }

    @Test
    void whoAsksWhileTheFolderIsStillReadGetsAllOfIt() {
        folder.write("crm/bad.mapping.yaml", "mapping: bad");

        Mappings starting = new Mappings(path.toString());

        assertThat(starting.find("in")).isPresent();
        assertThat(starting.plans()).extracting(Plan::name).containsExactly("in", "out");
        assertThat(starting.findings()).isNotEmpty().isEqualTo(folder.load().findings());
    }

    @Test
    void aReloadAfterTheFirstReadingFindsNothingChanged() {
        Mappings starting = new Mappings(path.toString());
        starting.plans();

        assertThat(starting.reload().changed()).isEmpty();
    }

    @Test
    void nothingChangedNothingDone() {
        Plan before = mappings.plan("in");

        Mappings.Reload reload = mappings.reload();

        assertThat(reload.changed()).isEmpty();
        assertThat(reload.clean()).isTrue();
        assertThat(mappings.plan("in")).isSameAs(before);
    }

    @Test
    void aChangedTableIsTakenWithANewRevision() {
        String before = mappings.plan("in").revisionedName();
        folder.inbound("name: .nickname");

        Mappings.Reload reload = mappings.reload();

        assertThat(reload.changed()).singleElement().asString().endsWith("shop/in.mapping.yaml");
        assertThat(reload.kept()).isEmpty();
        assertThat(mappings.plan("in").revisionedName())
                .matches("in@[0-9a-f]{12}")
                .isNotEqualTo(before);
        assertThat(map("in", "{ id: 1, nickname: A }")).isEqualTo("{\"name\":\"A\"}");
    }

    @Test
    void aBrokenTableStaysAsItWasWhileOthersChange() {
        folder.inbound("nmae: .nickname");
        folder.outbound("FullName: .name");

        Mappings.Reload reload = mappings.reload();

        assertThat(reload.clean()).isFalse();
        assertThat(reload.kept()).containsExactly("in");
        assertThat(map("in", "{ id: 1, name: A }")).isEqualTo("{\"name\":\"A\"}");
        assertThat(map("out", "{ name: A }")).isEqualTo("{\"FullName\":\"A\"}");
        assertThat(mappings.findings()).isNotEmpty();
    }

    @Test
    void aTableWhoseTestsFailStaysAsItWas() {
        folder.inbound("name: .nickname");
        folder.write("shop/in.tests.yaml", "[{ name: t, input: { id: 1, name: A }, expect: { name: A } }]");

        assertThat(mappings.reload().kept()).containsExactly("in");
        assertThat(map("in", "{ id: 1, name: A }")).isEqualTo("{\"name\":\"A\"}");
    }

    @Test
    void aBrokenEntityKeepsAllTables() {
        folder.outbound("FullName: .name");
        folder.write("model/person.yaml", "entity: person\nfields: { name: { type: strng } }");

        assertThat(mappings.reload().kept()).containsExactly("in", "out");
        assertThat(map("out", "{ name: A }")).isEqualTo("{\"Name\":\"A\"}");
    }

    @Test
    void onceMendedAllIsTakenAndTheFindingsAreGone() {
        folder.inbound("nmae: .nickname");
        mappings.reload();
        folder.inbound("name: .nickname");

        assertThat(mappings.reload().clean()).isTrue();
        assertThat(mappings.findings()).isEmpty();
        assertThat(map("in", "{ id: 1, nickname: A }")).isEqualTo("{\"name\":\"A\"}");
    }

    @Test
    void aTableThatIsDeletedIsGone() throws Exception {
        Files.delete(path.resolve("shop/in.mapping.yaml"));
        Files.delete(path.resolve("shop/in.tests.yaml"));

        assertThat(mappings.reload().changed()).hasSize(2);
        assertThat(mappings.find("in")).isEmpty();
        assertThat(mappings.find("out")).isPresent();
    }

    @Test
    void aConfigMapOfKubernetesIsReadOnce() throws Exception {
        Path volume = Files.createTempDirectory(path.getParent(), "volume");
        Files.move(path, volume.resolve("..2026_11_21"));
        try {
            Files.createSymbolicLink(volume.resolve("..data"), Path.of("..2026_11_21"));
            for (String name : new String[] {"model", "shop", "crm"})
                Files.createSymbolicLink(volume.resolve(name), Path.of("..data", name));

            Mappings mounted = Mappings.load(volume);

            assertThat(mounted.findings()).isEmpty();
            assertThat(mounted.plans()).hasSize(2);
        } finally {
            Files.move(volume.resolve("..2026_11_21"), path);
        }
    }

    @Test
    void aFolderThatIsGoneForAMomentChangesNothing() throws Exception {
        Path aside = path.resolveSibling(path.getFileName() + "-aside");
        Files.move(path, aside);
        try {
            assertThat(mappings.reload().clean()).isFalse();
            assertThat(mappings.plans()).hasSize(2);
        } finally {
            Files.move(aside, path);
        }
        assertThat(mappings.reload().clean()).isTrue();
    }

    private String map(String table, String record) {
        Mapped mapped = mappings.plan(table).map(TableFolder.yaml(record), About.system("x"), TableFolder.NO_LINKS);
        return ((Mapped.Done) mapped).body().toString();
    }
}
