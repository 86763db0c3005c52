package io.serai.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A piece of a YAML file that knows where it stands. */
sealed interface Yaml {
    Place at();

    JsonNode json();

    /** What it is, for messages. */
    String kind();

    /** @param text as written, without quotes */
    record Scalar(Place at, String text, JsonNode json) implements Yaml {
        @Override
        public String kind() {
            return json.isTextual() ? "text" : json.getNodeType().name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    record Items(Place at, List<Yaml> items) implements Yaml {
        @Override
        public String kind() {
            return "a list";
        }

        @Override
        public JsonNode json() {
            ArrayNode array = JsonNodeFactory.instance.arrayNode(items.size());
            items.forEach(item -> array.add(item.json()));
            return array;
        }
    }

    record Mapping(Place at, Map<String, Entry> entries) implements Yaml {
        @Override
        public String kind() {
            return "a map";
        }

        Yaml get(String key) {
            Entry entry = entries.get(key);
            return entry == null ? null : entry.value();
        }

        Map<String, Yaml> values() {
            Map<String, Yaml> values = new LinkedHashMap<>();
            entries.forEach((key, entry) -> values.put(key, entry.value()));
            return values;
        }

        @Override
        public JsonNode json() {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            entries.forEach((key, entry) -> object.set(key, entry.value().json()));
            return object;
        }
    }

    /** @param key where the key stands */
    record Entry(Place key, Yaml value) {}
}
