package io.serai.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Checks values that are written, as HubSpot does: all that is wrong is told at once. */
final class HubSpotValues {
    private static final List<String> STAGES = List.of(
            "subscriber",
            "lead",
            "marketingqualifiedlead",
            "salesqualifiedlead",
            "opportunity",
            "customer",
            "evangelist",
            "other");

    private HubSpotValues() {}

    /** @throws Refusal when a property is unknown, cannot be written, or is not of its type */
    static Map<String, String> read(HubSpotSchema.Type type, JsonNode properties) {
        Map<String, String> values = new TreeMap<>();
        ArrayNode wrong = Json.array();
        properties.properties().forEach(entry -> {
            String name = entry.getKey();
            String value =
                    entry.getValue().isNull() ? "" : entry.getValue().asText().strip();
            ObjectNode problem = problem(type, name, value);
            if (problem == null) {
                values.put(name, value);
            } else {
                wrong.add(problem);
            }
        });
        if (!wrong.isEmpty()) {
            throw HubSpotErrors.invalid(HubSpotErrors.properties(wrong));
        }
        values.computeIfPresent("email", (name, email) -> email.toLowerCase(java.util.Locale.ROOT));
        return values;
    }

    /** The lifecycle only goes forward unless it is cleared first. */
    static void keepStage(Map<String, String> values, String before) {
        String wanted = values.get("lifecyclestage");
        if (wanted != null && !wanted.isEmpty() && STAGES.indexOf(wanted) < STAGES.indexOf(String.valueOf(before))) {
            values.remove("lifecyclestage");
        }
    }

    private static ObjectNode problem(HubSpotSchema.Type type, String name, String value) {
        HubSpotSchema.Property property = type.property(name).orElse(null);
        if (property == null) {
            return HubSpotErrors.wrong(name, "PROPERTY_DOESNT_EXIST", "Property \"" + name + "\" does not exist");
        }
        if (property.readOnly()) {
            return HubSpotErrors.wrong(name, "READ_ONLY_VALUE", "\"" + name + "\" is a read only property");
        }
        if (value.isEmpty()) {
            return null;
        }
        if (property.type().equals("number") && !value.matches("-?\\d+(\\.\\d+)?")) {
            return HubSpotErrors.wrong(name, "INVALID_INTEGER", value + " was not a valid number.");
        }
        if (property.type().equals("datetime") && !value.matches("\\d{10,13}|\\d{4}-\\d\\d-\\d\\d(T.*Z)?")) {
            return HubSpotErrors.wrong(name, "INVALID_LONG", value + " was not a valid long.");
        }
        if (name.equals("email") && !value.matches("[^@\\s]+@[^@\\s]+\\.[^@\\s]+")) {
            return HubSpotErrors.wrong(name, "INVALID_EMAIL", "Email address " + value + " is invalid");
        }
        if (name.equals("lifecyclestage") && !STAGES.contains(value)) {
            return HubSpotErrors.wrong(
                    name, "INVALID_OPTION", value + " was not one of the allowed options: " + STAGES);
        }
        if (!HubSpotPipelines.has(type, name, value)) {
            return HubSpotErrors.wrong(name, "INVALID_OPTION", value + " was not one of the allowed options");
        }
        return null;
    }
}
