package io.serai.connect.hook;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.serai.connect.Systems;
import java.nio.charset.StandardCharsets;

/** Counts refused webhooks and tells their senders why. Thread-safe. */
final class Refusals {
    static final String TYPE = "application/problem+json";

    private final Systems systems;
    private final MeterRegistry meters;

    Refusals(Systems systems, MeterRegistry meters) {
        this.systems = systems;
        this.meters = meters;
    }

    /** The problem document (RFC 9457). */
    byte[] refuse(String system, Rejected rejected) {
        String label = label(system);
        Counter.builder("serai_connect_hook_rejected_total")
                .description("Webhooks that were not accepted")
                .tag("system", label)
                .tag("reason", rejected.reason().label())
                .register(meters)
                .increment();
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", "urn:serai:problem:hook-" + rejected.reason().label())
                .put("title", rejected.reason().title())
                .put("status", rejected.reason().status())
                .put("detail", rejected.getMessage())
                .put("instance", "unknown".equals(label) ? "/hooks" : "/hooks/" + label)
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    /** The name if it may label a metric. */
    private String label(String system) {
        boolean known = systems.all().stream()
                .anyMatch(one -> one.name().equals(system) && one.webhook().sends());
        return known ? system : "unknown";
    }
}
