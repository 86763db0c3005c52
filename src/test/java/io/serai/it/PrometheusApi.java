package io.serai.it;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.message.Json;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a running Prometheus tells. */
record PrometheusApi(URI address) {

    /** Until the query has a result; it may not have started yet. */
    void waitFor(String query) {
        await(query)
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(500))
                .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                .until(() -> !query(query).path("data").path("result").isEmpty());
    }

    JsonNode query(String query) {
        return get("/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
    }

    JsonNode get(String path) {
        return Json.read(RuntimeProcess.get(address.resolve(path)).body());
    }

    /** Labels of the alerts that fire now. */
    List<JsonNode> firing() {
        List<JsonNode> firing = new ArrayList<>();
        for (JsonNode alert : get("/api/v1/alerts").path("data").path("alerts"))
            if (alert.path("state").asText().equals("firing")) firing.add(alert.path("labels"));
        return firing;
    }
}
