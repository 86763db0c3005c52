package io.serai.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A Salesforce object's fields, each with its place in a row. Names are found regardless of case. */
final class SObjectType {
    /** Fields that every row has and nobody writes. */
    static final Set<String> SYSTEM = Set.of(
            "Id",
            "IsDeleted",
            "CreatedDate",
            "LastModifiedDate",
            "LastModifiedById",
            "SystemModstamp",
            "MasterRecordId");

    final String name;
    final String prefix;
    private final List<SField> fields = new ArrayList<>();
    private final Map<String, Integer> places = new HashMap<>();
    private final Map<String, Integer> relationships = new HashMap<>();

    SObjectType(String name, String prefix) {
        this.name = name;
        this.prefix = prefix;
    }

    void add(SField field) {
        String key = field.name().toLowerCase(Locale.ROOT);
        Integer known = places.get(key);
        if (known != null) {
            fields.set(known, field);
            return;
        }
        places.put(key, fields.size());
        if (!field.references().isEmpty()) {
            relationships.put(field.relationship().toLowerCase(Locale.ROOT), fields.size());
        }
        fields.add(field);
    }

    List<SField> fields() {
        return fields;
    }

    SField field(int place) {
        return fields.get(place);
    }

    /** The place of a field, or -1. */
    int place(String field) {
        return places.getOrDefault(field.toLowerCase(Locale.ROOT), -1);
    }

    /** The place of the reference that a relationship name stands for, or -1. */
    int relationship(String relationship) {
        return relationships.getOrDefault(relationship.toLowerCase(Locale.ROOT), -1);
    }

    Optional<String> systemField(String field) {
        return SYSTEM.stream().filter(system -> system.equalsIgnoreCase(field)).findFirst();
    }

    /** Contacts and leads have a name made of two fields. */
    boolean composesName() {
        return name.equals("Contact") || name.equals("Lead");
    }

    ObjectNode describe(boolean complete) {
        ObjectNode json = Json.object()
                .put("name", name)
                .put("label", name.replace("__c", "").replace('_', ' '));
        json.put("keyPrefix", prefix).put("custom", name.endsWith("__c")).put("createable", !name.equals("User"));
        json.put("updateable", !name.equals("User")).put("queryable", true).put("deletable", true);
        String path = "/services/data/v67.0/sobjects/" + name;
        json.putObject("urls")
                .put("sobject", path)
                .put("describe", path + "/describe")
                .put("rowTemplate", path + "/{ID}");
        if (complete) {
            ArrayNode list = json.putArray("fields");
            for (String system : List.of("Id", "IsDeleted", "CreatedDate", "LastModifiedDate", "SystemModstamp")) {
                String type = system.equals("Id") ? "id" : system.equals("IsDeleted") ? "boolean" : "datetime";
                list.addObject()
                        .put("name", system)
                        .put("label", system)
                        .put("type", type)
                        .put("length", type.equals("id") ? 18 : 0)
                        .put("nillable", false)
                        .put("createable", false)
                        .put("updateable", false)
                        .put("idLookup", type.equals("id"))
                        .put("externalId", false);
            }
            fields.forEach(field -> list.add(field.describe()));
        }
        return json;
    }
}
