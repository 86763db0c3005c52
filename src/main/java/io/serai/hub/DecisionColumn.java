package io.serai.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** How what was said about decisions is kept: {@code {path: {stated: {..}, flags: [{..}]}}}. */
final class DecisionColumn {
    private DecisionColumn() {}

    static ObjectNode json(Map<String, Decisions> all) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        new TreeMap<>(all).forEach((path, decisions) -> {
            ObjectNode each = json.putObject(path);
            if (decisions.stated() != null) stated(each.putObject("stated"), decisions.stated());
            ArrayNode flags = each.putArray("flags");
            decisions.flags().forEach((stamp, flag) -> flag(flags.addObject(), stamp, flag));
        });
        return json;
    }

    private static void stated(ObjectNode json, Decision decision) {
        json.put("yes", decision.yes())
                .put("at", decision.at())
                .put("source", decision.source())
                .put("message", decision.message());
    }

    private static void flag(ObjectNode json, Stamp stamp, Flag flag) {
        json.put("time", stamp.time())
                .put("message", stamp.message())
                .put("said", flag.said().label())
                .put("ours", flag.ours())
                .put("notBefore", flag.notBefore())
                .put("source", flag.source());
    }

    static Map<String, Decisions> read(JsonNode json) {
        Map<String, Decisions> all = new HashMap<>();
        json.properties().forEach(each -> {
            NavigableMap<Stamp, Flag> flags = new TreeMap<>();
            for (JsonNode flag : each.getValue().path("flags"))
                flags.put(
                        new Stamp(
                                flag.path("time").asLong(), flag.path("message").asText()),
                        flag(flag));
            all.put(each.getKey(), new Decisions(stated(each.getValue().path("stated")), flags));
        });
        return all;
    }

    private static Decision stated(JsonNode json) {
        if (json.isMissingNode()) return null;
        return new Decision(
                json.path("yes").asBoolean(),
                json.path("at").asLong(),
                Decision.text(json, "source"),
                json.path("message").asText());
    }

    private static Flag flag(JsonNode json) {
        JsonNode notBefore = json.path("notBefore");
        return new Flag(
                Flag.Said.of(JsonNodeFactory.instance.objectNode().set(Decision.STATUS, json.path("said"))),
                json.path("ours").asBoolean(),
                notBefore.isNumber() ? notBefore.asLong() : null,
                Decision.text(json, "source"));
    }
}
