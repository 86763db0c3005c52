package io.serai.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The workflow for users has the form of GitHub's, and its scripts are ones that a shell can read. */
class WorkflowTest {
    private static final Path FILE = Path.of("deploy/examples/ci/workflow.yaml");

    @Test
    void everyJobHasStepsThatRunOrUseSomethingAndEndsByItself() throws IOException {
        JsonNode jobs = workflow().path("jobs");
        assertThat(jobs).isNotEmpty();
        for (JsonNode job : jobs) {
            assertThat(job.path("runs-on").asText()).isNotBlank();
            assertThat(job.path("timeout-minutes").asInt()).isPositive();
            assertThat(job.path("steps")).isNotEmpty();
            for (JsonNode step : job.path("steps"))
                assertThat(step.has("run") ^ step.has("uses"))
                        .as(step.toString())
                        .isTrue();
            for (String needed :
                    job.path("needs").isTextual() ? List.of(job.path("needs").asText()) : List.<String>of())
                assertThat(jobs.has(needed)).isTrue();
        }
    }

    @Test
    void itsScriptsHaveTheRightSyntax() throws IOException {
        for (String script : workflow().findValuesAsText("run")) Programs.run("sh", "-n", "-c", script);
    }

    @Test
    void aPullRequestIsCheckedAndReleasesNothing() throws IOException {
        JsonNode jobs = workflow().path("jobs");
        assertThat(jobs.path("check").findValuesAsText("run")).anyMatch(script -> script.endsWith("check"));
        assertThat(jobs.path("release").path("needs").asText()).isEqualTo("check");
        assertThat(jobs.path("release").path("if").asText()).isEqualTo("github.event_name == 'push'");
    }

    private static JsonNode workflow() throws IOException {
        return new ObjectMapper().valueToTree(new Yaml().load(Files.readString(FILE)));
    }
}
