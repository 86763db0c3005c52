package io.serai.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.deploy.Dashboards;
import io.serai.deploy.MetricNames;
import io.serai.deploy.Programs;
import io.serai.message.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus scrapes the packaged runtime, takes the rules, and understands every query of the dashboards. */
class PrometheusIT {
    private static final Path RULES = Path.of("deploy/prometheus/rules");

    /** Counters of what a quiet runtime on the embedded bus does not have until it happens. */
    private static final Set<String> LATER = Set.of(
            "serai_bus_connected",
            "serai_bus_reconnects_total",
            "serai_connect_hook_rejected_total",
            "serai_flow_reload_total");

    @TempDir
    Path folder;

    @Test
    void itScrapesTheRuntimeAndKnowsWhatTheRulesAndDashboardsAskFor() throws Exception {
        Programs.assumeThereIs("prometheus");
        try (RuntimeProcess runtime = new RuntimeProcess(folder)
                .set("quarkus.profile", "sandbox")
                .set("serai.on.magento-reconcile", "true")
                .set("serai.systems.salesforce.secret-expires", "2099-12-31")) {
            runtime.start();
            URI prometheus = URI.create("http://localhost:" + freePort());
            Process process = prometheus(prometheus, runtime.management("/q/metrics"));
            try {
                waitFor(prometheus, "up{job=\"serai\"} == 1");
                waitFor(prometheus, "serai_flow_end_to_end_seconds_bucket");
                await("every metric")
                        .atMost(Duration.ofMinutes(3))
                        .pollInterval(Duration.ofSeconds(1))
                        .untilAsserted(() -> assertThat(missing(prometheus)).isEmpty());
                for (String query : Dashboards.queries())
                    assertThat(query(prometheus, query).path("status").asText())
                            .as(query)
                            .isEqualTo("success");
                assertAllRulesAreHealthy(prometheus);
            } finally {
                process.destroyForcibly();
                assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    private Process prometheus(URI address, URI target) throws IOException {
        Path config = folder.resolve("prometheus.yml");
        Files.writeString(
                config,
                Files.readString(Path.of("deploy/prometheus/prometheus.yml"))
                        .replace("rules/*.yml", RULES.toAbsolutePath() + "/*.yml")
                        .replace("15s", "2s")
                        .replace("localhost:9000", target.getHost() + ":" + target.getPort()));
        return new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + folder.resolve("tsdb"),
                        "--web.listen-address=" + address.getHost() + ":" + address.getPort())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start();
    }

    /** Metrics that rules or dashboards use and that this Prometheus has never seen. */
    private static Set<String> missing(URI prometheus) throws IOException {
        Set<String> used = new TreeSet<>();
        for (String query : Dashboards.queries()) used.addAll(MetricNames.in(query));
        for (String file : List.of("alerts.yml", "recording.yml"))
            used.addAll(MetricNames.in(Files.readString(RULES.resolve(file))));
        for (JsonNode name : get(prometheus, "/api/v1/label/__name__/values").path("data")) used.remove(name.asText());
        used.removeAll(LATER);
        return used;
    }

    private static void assertAllRulesAreHealthy(URI prometheus) {
        await("every rule was evaluated")
                .atMost(Duration.ofMinutes(3))
                .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                .untilAsserted(() -> {
                    JsonNode groups =
                            get(prometheus, "/api/v1/rules").path("data").path("groups");
                    assertThat(groups).hasSize(4);
                    for (JsonNode group : groups)
                        for (JsonNode rule : group.path("rules"))
                            assertThat(rule.path("health").asText())
                                    .as(rule.toString())
                                    .isEqualTo("ok");
                });
    }

    private static void waitFor(URI prometheus, String query) {
        await(query)
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(500))
                .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                .until(() ->
                        !query(prometheus, query).path("data").path("result").isEmpty());
    }

    private static JsonNode query(URI prometheus, String query) {
        return get(prometheus, "/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
    }

    private static JsonNode get(URI prometheus, String path) {
        return Json.read(RuntimeProcess.get(prometheus.resolve(path)).body());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
