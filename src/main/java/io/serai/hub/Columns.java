package io.serai.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.message.Json;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** How values of the hub are written into text columns. */
final class Columns {
    private Columns() {}

    static ObjectNode object(String json) {
        return (ObjectNode) node(json);
    }

    private static JsonNode node(String json) {
        try {
            return Json.MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            e.clearLocation();
            throw new UncheckedIOException("a column of the hub does not hold JSON", e);
        }
    }

    /** One element for each source, with the paths that came from it: {@code [{system, id, time, message, paths: [..]}]}. */
    static Map<String, Provenance> provenance(String json) {
        if (json.equals("[]")) return Map.of();
        Map<String, Provenance> all = new TreeMap<>();
        for (JsonNode each : node(json)) {
            Provenance from = new Provenance(
                    each.path("system").asText(),
                    each.path("id").asText(),
                    each.path("time").asLong(),
                    each.path("message").asText());
            each.path("paths").forEach(path -> all.put(path.asText(), from));
        }
        return all;
    }

    static String provenance(Map<String, Provenance> all) {
        Map<Provenance, ArrayNode> sources = new LinkedHashMap<>();
        ArrayNode json = JsonNodeFactory.instance.arrayNode();
        all.forEach((path, from) -> sources.computeIfAbsent(
                        from,
                        source -> json.addObject()
                                .put("system", source.system())
                                .put("id", source.externalId())
                                .put("time", source.time())
                                .put("message", source.message())
                                .putArray("paths"))
                .add(path));
        return Json.text(json);
    }

    /** Null for a contribution of one snapshot, which is most of them. */
    static String history(Contribution contribution) {
        if (contribution.newest() != null
                && contribution.times().size() == 1
                && contribution.otherwise().isEmpty()
                && contribution.parts().isEmpty()
                && contribution.decisions().isEmpty()
                && contribution.humans().isEmpty()) return null;
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        contribution.times().forEach(json.putArray("times")::add);
        json.set("otherwise", json(contribution.otherwise()));
        if (!contribution.untimed().isEmpty()) json.set("untimed", json(contribution.untimed()));
        json.set("parts", json(contribution.parts()));
        if (!contribution.decisions().isEmpty()) json.set("decisions", DecisionColumn.json(contribution.decisions()));
        if (!contribution.humans().isEmpty()) contribution.humans().forEach(json.putArray("humans")::add);
        return Json.text(json);
    }

    static Contribution contribution(Model model, String data, Stamp newest, String history) {
        Map<String, JsonNode> values = model.flatten(object(data));
        NavigableSet<Long> times = new TreeSet<>();
        if (history == null) {
            times.add(newest.time());
            return new Contribution(newest, values, times, Map.of(), Map.of(), Map.of(), Map.of(), Set.of());
        }
        ObjectNode json = object(history);
        json.path("times").forEach(time -> times.add(time.asLong()));
        Set<Long> humans = new TreeSet<>();
        json.path("humans").forEach(time -> humans.add(time.asLong()));
        return new Contribution(
                newest,
                values,
                times,
                stamps(json.path("otherwise")),
                stamps(json.path("untimed")),
                stamps(json.path("parts")),
                DecisionColumn.read(json.path("decisions")),
                humans);
    }

    private static ObjectNode json(Map<String, Stamp> stamps) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        stamps.forEach((path, stamp) -> json.set(path, json(stamp)));
        return json;
    }

    private static ObjectNode json(Stamp stamp) {
        return JsonNodeFactory.instance.objectNode().put("time", stamp.time()).put("message", stamp.message());
    }

    private static Map<String, Stamp> stamps(JsonNode json) {
        Map<String, Stamp> stamps = new HashMap<>();
        json.properties().forEach(each -> stamps.put(each.getKey(), stamp(each.getValue())));
        return stamps;
    }

    /** A number is the time alone, as it was stored until 0.1: earlier than every message of that time. */
    private static Stamp stamp(JsonNode json) {
        return json.isNumber()
                ? new Stamp(json.asLong(), "")
                : new Stamp(json.path("time").asLong(), json.path("message").asText());
    }
}
