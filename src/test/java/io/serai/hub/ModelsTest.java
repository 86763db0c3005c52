package io.serai.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.message.Finding;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsTest {
    @TempDir
    Path folder;

    @Test
    void aBrokenModelLeavesAllAsTheyWere() throws Exception {
        Models models = new Models(folder);
        Files.writeString(folder.resolve("customer.yaml"), HubFixture.CUSTOMER);
        assertThat(models.reload()).isEmpty();
        Files.writeString(
                folder.resolve("customer.yaml"), "entity: customer\nmatch: [mail]\nfields:\n  email: { master: [] }\n");
        assertThat(models.reload())
                .extracting(Finding::toString)
                .allMatch(text -> text.contains("customer.yaml:"))
                .anyMatch(text -> text.endsWith(":2:9: match names mail, which is not among the fields"))
                .anyMatch(text -> text.contains(":4:20: master names nobody"));
        assertThat(models.find("customer").orElseThrow().match())
                .containsExactly(new Match("email", Match.Unite.SYSTEMS));
    }

    @Test
    void aRuleThatCannotHoldIsToldWithItsPlace() throws Exception {
        Files.writeString(
                folder.resolve("a.yaml"),
                "entity: a\nmatch: [{ field: x, unite: sometimes }, { field: x, merge: always }]\n"
                        + "duplicates: [[x, y.z], [], [x, b.c]]\nfields: { x: { type: string }, b: { fields: { c: {} } } }\n");
        assertThat(new Models(folder).reload())
                .extracting(finding -> finding.line() + " " + finding.message())
                .containsExactlyInAnyOrder(
                        "2 unite: expected never, systems or always",
                        "2 an entry of match is a field, or has the options field and unite",
                        "3 duplicates names y.z, which is not among the fields",
                        "3 a rule of duplicates names no field");
    }

    @Test
    void aFileThatIsNoYamlIsToldWithItsPlace() throws Exception {
        Files.writeString(folder.resolve("a.yaml"), "entity: a\nfields: { x: [ }\n");
        Files.writeString(folder.resolve("b.yaml"), "match: []\n");
        assertThat(new Models(folder).reload())
                .extracting(finding -> finding.line() + " " + finding.message())
                .anyMatch(text -> text.startsWith("2 not valid YAML"))
                .anyMatch(text -> text.startsWith("1 entity must be"));
    }

    @Test
    void aMissingFolderHasNoEntities() {
        Models models = new Models(folder.resolve("none"));
        assertThat(models.reload()).isEmpty();
        assertThat(models.find("customer")).isEmpty();
    }
}
