package io.serai.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.message.Json;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** How values of the hub are written into text columns. */
final class Columns {
    private Columns() {}

    static ObjectNode object(String json) {
        try {
            return (ObjectNode) Json.MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            e.clearLocation();
            throw new UncheckedIOException("a column of the hub does not hold JSON", e);
        }
    }

    static Map<String, Provenance> provenance(String json) {
        Map<String, Provenance> all = new TreeMap<>();
        object(json)
                .properties()
                .forEach(each -> all.put(
                        each.getKey(),
                        new Provenance(
                                each.getValue().path("system").asText(),
                                each.getValue().path("id").asText(),
                                each.getValue().path("time").asLong(),
                                each.getValue().path("message").asText())));
        return all;
    }

    static String provenance(Map<String, Provenance> all) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        all.forEach((path, from) -> json.putObject(path)
                .put("system", from.system())
                .put("id", from.externalId())
                .put("time", from.time())
                .put("message", from.message()));
        return json.toString();
    }

    /** Null for a contribution of one snapshot, which is most of them. */
    static String history(Contribution contribution) {
        if (contribution.newest() != null
                && contribution.times().size() == 1
                && contribution.otherwise().isEmpty()
                && contribution.parts().isEmpty()) return null;
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        contribution.times().forEach(json.putArray("times")::add);
        ObjectNode otherwise = json.putObject("otherwise");
        contribution.otherwise().forEach(otherwise::put);
        ObjectNode parts = json.putObject("parts");
        contribution
                .parts()
                .forEach((path, stamp) ->
                        parts.putObject(path).put("time", stamp.time()).put("message", stamp.message()));
        return json.toString();
    }

    static Contribution contribution(Model model, String data, Stamp newest, String history) {
        Map<String, JsonNode> values = model.flatten(object(data));
        NavigableSet<Long> times = new TreeSet<>();
        if (history == null) {
            times.add(newest.time());
            return new Contribution(newest, values, times, Map.of(), Map.of());
        }
        ObjectNode json = object(history);
        json.path("times").forEach(time -> times.add(time.asLong()));
        Map<String, Long> otherwise = new HashMap<>();
        json.path("otherwise")
                .properties()
                .forEach(each -> otherwise.put(each.getKey(), each.getValue().asLong()));
        Map<String, Stamp> parts = new HashMap<>();
        json.path("parts").properties().forEach(each -> parts.put(each.getKey(), stamp(each.getValue())));
        return new Contribution(newest, values, times, otherwise, parts);
    }

    private static Stamp stamp(JsonNode json) {
        return new Stamp(json.path("time").asLong(), json.path("message").asText());
    }
}
