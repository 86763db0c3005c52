package io.serai.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A canonical entity as merging sees it. Values are handled by path: {@code phone}, or {@code address.city} where the model gives
 * nested fields owners of their own. Fields that the model does not name belong to who wrote last.
 *
 * @param entity name, such as {@code customer}
 * @param match fields by which an unknown object is recognised, the strongest first
 * @param duplicates paths that two records which may be one have in common, one list for each rule
 * @param root the fields
 */
record Model(String entity, List<Match> match, List<List<String>> duplicates, Field root) {
    Model {
        match = List.copyOf(match);
        duplicates = List.copyOf(duplicates);
    }

    /** Values by path; a null counts as absent. */
    Map<String, JsonNode> flatten(JsonNode data) {
        Map<String, JsonNode> values = new TreeMap<>();
        flatten("", data, root, values);
        return values;
    }

    private static void flatten(String prefix, JsonNode object, Field of, Map<String, JsonNode> values) {
        object.properties().forEach(property -> {
            JsonNode value = property.getValue();
            Field field = of.nested(property.getKey());
            String path = prefix + property.getKey();
            if (field.split() && value.isObject()) flatten(path + ".", value, field, values);
            else if (!value.isNull() && !value.isMissingNode()) values.put(path, value);
        });
    }

    /** The opposite of {@link #flatten}. */
    ObjectNode nest(Map<String, JsonNode> values) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        values.forEach((path, value) -> {
            ObjectNode parent = data;
            int from = 0;
            for (int dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', from)) {
                JsonNode child = parent.get(path.substring(from, dot));
                parent = child instanceof ObjectNode known ? known : parent.putObject(path.substring(from, dot));
                from = dot + 1;
            }
            parent.set(path.substring(from), value);
        });
        return data;
    }

    Ownership ownership(String path) {
        Field field = root;
        for (String name : path.split("\\.")) field = field.nested(name);
        return field.ownership();
    }

    /** Whether the value at the path is a decision of a person. */
    boolean decides(String path) {
        return ownership(path).decides();
    }

    /** The values as a target can report them: of a decision only whether it is yes or no, as most know no more. */
    Map<String, JsonNode> reported(Map<String, JsonNode> values) {
        Map<String, JsonNode> reported = new TreeMap<>(values);
        reported.replaceAll((path, value) -> decides(path) ? side(value) : value);
        return reported;
    }

    static JsonNode side(JsonNode decision) {
        return JsonNodeFactory.instance.textNode(Flag.Said.of(decision).side());
    }

    /** A copy in which references name the system that they come from: {@code 9} becomes {@code magento-pl:9}. */
    JsonNode qualify(JsonNode data, String system) {
        return qualify(data, root, system);
    }

    private static JsonNode qualify(JsonNode value, Field field, String system) {
        if (field.reference() && value.isValueNode() && !value.isNull())
            return JsonNodeFactory.instance.textNode(system + ":" + value.asText());
        if (field.fields().isEmpty()) return value;
        if (value instanceof ObjectNode object) {
            ObjectNode qualified = JsonNodeFactory.instance.objectNode();
            object.properties()
                    .forEach(each -> qualified.set(
                            each.getKey(), qualify(each.getValue(), field.nested(each.getKey()), system)));
            return qualified;
        }
        if (value instanceof ArrayNode array) {
            ArrayNode qualified = JsonNodeFactory.instance.arrayNode(array.size());
            array.forEach(element -> qualified.add(qualify(element, field, system)));
            return qualified;
        }
        return value;
    }
}
