package io.serai.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.Needs;
import io.serai.deploy.Dashboards;
import io.serai.deploy.MetricNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus scrapes the packaged runtime, takes the rules, and understands every query of the dashboards. */
class PrometheusIT {
    /** Counters of what a quiet runtime on the embedded bus does not have until it happens. */
    private static final Set<String> LATER = Set.of(
            "serai_bus_connected",
            "serai_bus_reconnects_total",
            "serai_connect_hook_rejected_total",
            "serai_flow_reload_total");

    /** What an executable has not; its panel says so. */
    private static final Set<String> JVM_ONLY = Set.of("jvm_gc_pause_seconds_sum");

    @TempDir
    Path folder;

    @Test
    void itScrapesTheRuntimeAndKnowsWhatTheRulesAndDashboardsAskFor() throws Exception {
        Needs.program("prometheus");
        try (RuntimeProcess runtime = new RuntimeProcess(folder)
                .set("quarkus.profile", "sandbox")
                .set("serai.on.magento-reconcile", "true")
                .set("serai.systems.salesforce.secret-expires", "2099-12-31")) {
            runtime.start();
            try (Prometheus server = new Prometheus(folder, Prometheus.RULES, "2s", runtime)) {
                PrometheusApi prometheus = server.api();
                prometheus.waitFor("up{job=\"serai\"} == 1");
                prometheus.waitFor("serai_flow_end_to_end_seconds_bucket");
                await("every metric")
                        .atMost(Duration.ofMinutes(3))
                        .pollInterval(Duration.ofSeconds(1))
                        .untilAsserted(() -> assertThat(missing(prometheus)).isEmpty());
                for (String query : Dashboards.queries())
                    assertThat(prometheus.query(query).path("status").asText())
                            .as(query)
                            .isEqualTo("success");
                assertAllRulesAreHealthy(prometheus);
            }
        }
    }

    /** Metrics that rules or dashboards use and that this Prometheus has never seen. */
    private static Set<String> missing(PrometheusApi prometheus) throws IOException {
        Set<String> used = new TreeSet<>();
        for (String query : Dashboards.queries()) {
            used.addAll(MetricNames.in(query));
            used.addAll(MetricNames.ofTheProcessIn(query));
        }
        for (String file : List.of("alerts.yml", "recording.yml"))
            used.addAll(MetricNames.in(Files.readString(Prometheus.RULES.resolve(file))));
        for (JsonNode name : prometheus.get("/api/v1/label/__name__/values").path("data")) used.remove(name.asText());
        used.removeAll(LATER);
        if (Runner.isNative()) used.removeAll(JVM_ONLY);
        return used;
    }

    private static void assertAllRulesAreHealthy(PrometheusApi prometheus) {
        await("every rule was evaluated")
                .atMost(Duration.ofMinutes(3))
                .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                .untilAsserted(() -> {
                    JsonNode groups =
                            prometheus.get("/api/v1/rules").path("data").path("groups");
                    assertThat(groups).hasSize(4);
                    for (JsonNode group : groups)
                        for (JsonNode rule : group.path("rules"))
                            assertThat(rule.path("health").asText())
                                    .as(rule.toString())
                                    .isEqualTo("ok");
                });
    }
}
