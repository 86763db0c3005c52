package io.serai.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Pattern;

/**
 * What Smartico knows of one user. A property of a payload replaces, but for lists: {@code +name} adds to one, {@code -name} takes out,
 * {@code ^name} takes out what looks like it, {@code !name} replaces all of it. Not thread-safe: {@link Smartico} guards it.
 */
final class SmarticoUser {
    private final ObjectNode properties = Json.object();
    private boolean forgotten;

    void update(JsonNode payload) {
        if (payload.path("core_is_gdpr_cleanup_requested").asBoolean()) {
            forgotten = true;
            properties.removeAll();
            return;
        }
        payload.properties().forEach(property -> update(property.getKey(), property.getValue()));
    }

    private void update(String key, JsonNode value) {
        String name = key.isEmpty() ? key : key.substring(1);
        switch (key.isEmpty() ? ' ' : key.charAt(0)) {
            case '+' -> add(name, value);
            case '-' -> remove(name, value, false);
            case '^' -> remove(name, value, true);
            case '!' -> properties.set(name, listed(value));
            default -> properties.set(key, value);
        }
    }

    private void add(String name, JsonNode value) {
        ArrayNode list = listed(properties.path(name));
        for (JsonNode one : listed(value)) {
            if (list.valueStream().noneMatch(one::equals)) {
                list.add(one);
            }
        }
        properties.set(name, list);
    }

    private void remove(String name, JsonNode value, boolean pattern) {
        ArrayNode kept = Json.array();
        ArrayNode gone = listed(value);
        for (JsonNode one : listed(properties.path(name))) {
            boolean hit =
                    gone.valueStream().anyMatch(each -> pattern ? like(each.asText(), one.asText()) : each.equals(one));
            if (!hit) {
                kept.add(one);
            }
        }
        properties.set(name, kept);
    }

    private static boolean like(String pattern, String text) {
        String regex = "\\Q" + pattern.replace("*", "\\E.*\\Q") + "\\E";
        return Pattern.matches(regex, text);
    }

    private static ArrayNode listed(JsonNode value) {
        if (value instanceof ArrayNode array) {
            return array.deepCopy();
        }
        ArrayNode list = Json.array();
        return value.isMissingNode() || value.isNull() ? list : list.add(value);
    }

    boolean forgotten() {
        return forgotten;
    }

    ObjectNode toJson() {
        return properties.deepCopy();
    }
}
