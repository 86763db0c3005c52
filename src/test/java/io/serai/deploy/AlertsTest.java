package io.serai.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.serai.Needs;
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
        Needs.program("promtool");
        assertThat(Programs.run(
                        "promtool",
                        "test",
                        "rules",
                        FOLDER.resolve("tests/alerts.test.yml").toString()))
                .contains("SUCCESS");
    }

    @Test
    void prometheusTakesTheConfigurationsAndTheRules() {
        Needs.program("promtool");
        for (String configuration : List.of("prometheus.yml", "compose.yml"))
            assertThat(Programs.run(
                            "promtool",
                            "check",
                            "config",
                            FOLDER.resolve(configuration).toString()))
                    .contains("SUCCESS: 2 rule files found");
    }

    @Test
    void whateverFindsTheRuntimeTheJobIsNamedAsTheRulesExpect() throws IOException {
        for (String configuration : List.of("prometheus.yml", "compose.yml", "kubernetes.yml"))
            assertThat(yaml(FOLDER.resolve(configuration))
                            .at("/scrape_configs/0/job_name")
                            .asText())
                    .as(configuration)
                    .isEqualTo("serai");
        assertThat(Files.readString(FOLDER.resolve("rules/alerts.yml"))).contains("job=\"serai\"");
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

    /** Kubernetes' document of the rules is made of their files, line by line. */
    @Test
    void theOperatorGetsTheSameRules() throws IOException {
        Path document = Path.of("k8s/components/prometheus-rules/prometheusrule.yaml");
        String expected = prometheusRule();
        if (Boolean.getBoolean("serai.write-rules")) Files.writeString(document, expected);
        assertThat(Files.readString(document))
                .as("%s does not fit %s/rules; write it anew: deploy/README.md tells how", document, FOLDER)
                .isEqualTo(expected);
        JsonNode groups = Manifest.all(expected).get(0).json().at("/spec/groups");
        assertThat(groups.findValuesAsText("alert"))
                .containsExactlyElementsOf(alerts().stream()
                        .map(alert -> alert.path("alert").asText())
                        .toList());
        assertThat(groups.findValuesAsText("record")).isNotEmpty();
    }

    private static String prometheusRule() throws IOException {
        StringBuilder text = new StringBuilder("""
                # Made of deploy/prometheus/rules: change those, and write this anew as deploy/README.md tells.
                apiVersion: monitoring.coreos.com/v1
                kind: PrometheusRule
                metadata:
                  name: serai
                  labels:
                    release: kube-prometheus-stack # which that chart's operator selects by: the name of its Helm release
                spec:
                  groups:
                """);
        for (String file : List.of("rules/alerts.yml", "rules/recording.yml")) {
            List<String> lines = Files.readAllLines(FOLDER.resolve(file));
            for (String line : lines.subList(lines.indexOf("groups:") + 1, lines.size()))
                text.append(line.isEmpty() ? "" : "  " + line).append('\n');
        }
        return text.toString();
    }

    private static List<JsonNode> alerts() throws IOException {
        List<JsonNode> alerts = new ArrayList<>();
        for (JsonNode group : yaml(FOLDER.resolve("rules/alerts.yml")).path("groups"))
            group.path("rules").forEach(alerts::add);
        return alerts;
    }

    private static JsonNode yaml(Path file) throws IOException {
        return new ObjectMapper().valueToTree(new Yaml().load(Files.readString(file)));
    }
}
