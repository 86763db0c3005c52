package io.serai.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The rules for Prometheus: what they ask for exists, they fire when they should, and each alert says what to do. */
class AlertsTest {
    private static final Path FOLDER = Path.of("deploy/prometheus");

    @Test
    void theRulesFireAsTheirUnitTestsSay() {
        Programs.assumeThereIs("promtool");
        assertThat(Programs.run(
                        "promtool",
                        "test",
                        "rules",
                        FOLDER.resolve("tests/alerts.test.yml").toString()))
                .contains("SUCCESS");
    }

    @Test
    void prometheusTakesTheConfigurationAndTheRules() {
        Programs.assumeThereIs("promtool");
        assertThat(Programs.run(
                        "promtool",
                        "check",
                        "config",
                        FOLDER.resolve("prometheus.yml").toString()))
                .contains("SUCCESS");
    }

    @Test
    void everyAlertHasAUnitTestInWhichItFires() throws IOException {
        String tests = Files.readString(FOLDER.resolve("tests/alerts.test.yml"));
        assertThat(alerts())
                .extracting(alert -> alert.path("alert").asText())
                .isNotEmpty()
                .allSatisfy(name -> assertThat(tests)
                        .containsPattern(
                                "(alertname=\"" + name + "\"[^\\n]*\\n\\s+value: 1|alertname: " + name + "\\n)"));
    }

    @Test
    void everyAlertSaysWhatItIsAndHasASectionInTheRunbook() throws IOException {
        List<String> sections = Files.readAllLines(FOLDER.resolve("RUNBOOK.md")).stream()
                .filter(line -> line.startsWith("## "))
                .map(line -> line.substring(3))
                .toList();
        assertThat(sections)
                .containsExactlyElementsOf(alerts().stream()
                        .map(alert -> alert.path("alert").asText())
                        .toList());
        for (JsonNode alert : alerts()) {
            JsonNode annotations = alert.path("annotations");
            assertThat(annotations.path("summary").asText()).isNotBlank();
            assertThat(annotations.path("description").asText()).isNotBlank();
            assertThat(annotations.path("runbook_url").asText())
                    .endsWith("RUNBOOK.md#" + alert.path("alert").asText().toLowerCase(Locale.ROOT));
            assertThat(alert.path("labels").path("severity").asText()).isIn("critical", "warning", "info");
        }
    }

    @Test
    void everyMetricOfTheRulesAndTheRunbookExists() throws IOException {
        for (String file : List.of("rules/alerts.yml", "rules/recording.yml", "tests/alerts.test.yml", "RUNBOOK.md"))
            assertThat(MetricNames.ofTheSources())
                    .as(file)
                    .containsAll(MetricNames.in(Files.readString(FOLDER.resolve(file))));
    }

    private static List<JsonNode> alerts() throws IOException {
        Object yaml = new Yaml().load(Files.readString(FOLDER.resolve("rules/alerts.yml")));
        List<JsonNode> alerts = new ArrayList<>();
        for (JsonNode group : new ObjectMapper().valueToTree(yaml).path("groups"))
            group.path("rules").forEach(alerts::add);
        return alerts;
    }
}
