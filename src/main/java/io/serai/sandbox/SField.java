package io.serai.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;

/**
 * A field of a Salesforce object.
 *
 * @param length of text, 0 for other types
 * @param references the objects that it may point at
 * @param otherwise the value of a new row that brings none, or null
 * @param derived how Salesforce makes the value, which nobody writes then; null for a field of its own
 */
record SField(
        String name,
        String type,
        int length,
        boolean required,
        boolean external,
        boolean unique,
        List<String> references,
        String otherwise,
        Derived derived) {
    /** True while another field holds the value. */
    record Derived(String field, String value) {}

    private static final Set<String> TYPES = Set.of(
            "string",
            "textarea",
            "email",
            "phone",
            "url",
            "picklist",
            "boolean",
            "int",
            "double",
            "currency",
            "date",
            "datetime",
            "reference");

    static SField of(String name, String type, String argument, boolean required, String otherwise) {
        boolean key = type.equals("key");
        if (key || type.equals("extid")) {
            return new SField(name, "string", 64, required, true, key, List.of(), otherwise, null);
        }
        if (!TYPES.contains(type)) {
            throw new IllegalArgumentException("no field type " + type + "; there are key, extid and " + TYPES);
        }
        boolean reference = type.equals("reference");
        if (type.equals("boolean") && argument != null) {
            String[] holds = argument.split("\\|", 2);
            return new SField(name, type, 0, required, false, false, List.of(), null, new Derived(holds[0], holds[1]));
        }
        int length = argument == null || reference ? 0 : Integer.parseInt(argument);
        List<String> references = reference && argument != null ? List.of(argument.split("\\|")) : List.of();
        return new SField(name, type, length, required, false, false, references, otherwise, null);
    }

    boolean custom() {
        return name.endsWith("__c");
    }

    boolean text() {
        return length > 0;
    }

    boolean number() {
        return type.equals("double") || type.equals("currency") || type.equals("int");
    }

    /** The name under which the referenced row is written and selected, e.g. {@code Account} for {@code AccountId}. */
    String relationship() {
        return custom() ? name.substring(0, name.length() - 1) + "r" : name.substring(0, name.length() - 2);
    }

    String label() {
        return name.replace("__c", "").replace('_', ' ').replaceAll("(?<=[a-z])(?=[A-Z])", " ");
    }

    ObjectNode describe() {
        ObjectNode json = Json.object().put("name", name).put("label", label()).put("type", type);
        json.put("length", length).put("custom", custom()).put("nillable", !required);
        json.put("createable", derived == null)
                .put("updateable", derived == null)
                .put("externalId", external);
        json.put("unique", unique)
                .put("idLookup", external)
                .put("filterable", true)
                .put("sortable", true);
        json.put("defaultedOnCreate", otherwise != null || type.equals("boolean"));
        references.forEach(json.putArray("referenceTo")::add);
        return json.put("relationshipName", references.isEmpty() ? null : relationship());
    }
}
