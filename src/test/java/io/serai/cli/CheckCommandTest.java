package io.serai.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {
    @TempDir
    Path folder;

    private Invocation check(String... more) throws IOException {
        Path routes = Files.createDirectories(folder.resolve("routes"));
        Path mappings = Files.createDirectories(folder.resolve("mappings"));
        Files.writeString(routes.resolve("a.camel.yaml"), """
                - route:
                    id: a
                    from:
                      uri: timer:a
                      steps:
                        - to: { uri: "lgo:a" }
                        - to: { uri: "mapping:nothing" }
                """);
        String[] arguments = new String[more.length + 5];
        System.arraycopy(more, 0, arguments, 5, more.length);
        arguments[0] = "check";
        arguments[1] = "--routes";
        arguments[2] = routes.toString();
        arguments[3] = "--mappings";
        arguments[4] = mappings.toString();
        return Invocation.of(arguments);
    }

    @Test
    void allFindingsAreToldWithFileLineAndColumn() throws IOException {
        Invocation check = check();
        assertThat(check.exit()).isEqualTo(1);
        assertThat(check.out())
                .containsPattern("a\\.camel\\.yaml:6:\\d+: .*lgo")
                .containsPattern("a\\.camel\\.yaml:7:\\d+: .*nothing");
        assertThat(check.err()).contains("2 errors");
    }

    @Test
    void withJsonFindingsAreData() throws IOException {
        Invocation check = check("--json");
        assertThat(check.exit()).isEqualTo(1);
        assertThat(check.json().path("ok").asBoolean()).isFalse();
        assertThat(check.json().path("findings")).hasSize(2);
        assertThat(check.json().path("findings").get(0).path("line").asInt()).isEqualTo(6);
    }

    @Test
    void theShippedRoutesAndMappingsHaveNoErrors() {
        Invocation check = Invocation.of("check", "--routes", "routes", "--mappings", "mappings");
        assertThat(check.out()).isEmpty();
        assertThat(check.exit()).isZero();
    }
}
