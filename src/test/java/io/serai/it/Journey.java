package io.serai.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What the runtime tells about one inbound message. */
record Journey(JsonNode json) {

    static Journey of(RuntimeProcess runtime, String topic, String externalId) {
        JsonNode found = runtime.managementJson("/serai/messages?topic=" + topic + "&external-id=" + externalId)
                .get("messages");
        if (found.isEmpty()) return null;
        return new Journey(runtime.managementJson(
                "/serai/messages/" + found.get(0).get("id").asText()));
    }

    List<JsonNode> steps() {
        List<JsonNode> steps = new ArrayList<>();
        json.path("steps").forEach(steps::add);
        return steps;
    }

    /** The last step with this outcome in this flow, or null. */
    JsonNode step(String flow, String outcome) {
        Predicate<JsonNode> asked = step -> step.path("flow").asText().equals(flow)
                && step.path("outcome").asText().equals(outcome);
        return steps().stream().filter(asked).reduce((first, last) -> last).orElse(null);
    }
}
