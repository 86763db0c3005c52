package io.serai.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes single rows: checks everything first, and then writes all of it or nothing. */
final class RowWriter {
    private final Org org;
    private final Converter converter;
    private final boolean findDuplicates;

    /** @param findDuplicates whether the duplicate rule for contacts is on for this request */
    RowWriter(Org org, boolean findDuplicates) {
        this.org = org;
        this.converter = new Converter(org);
        this.findDuplicates = findDuplicates;
    }

    WriteResult insert(STable table, ObjectNode given) {
        Object[] values = defaults(table.type);
        return finish(table, null, values, given);
    }

    WriteResult update(STable table, SRow row, ObjectNode given) {
        return finish(table, row, row.values(), given);
    }

    /** Inserts, or updates the one row that has this external id; several are an error of the caller to find before. */
    WriteResult upsert(STable table, int keyPlace, JsonNode key, ObjectNode given) {
        SRow[] found = table.find(keyPlace, key.asText());
        SField field = table.type.field(keyPlace);
        if (found.length > 1) {
            return failed(
                    table,
                    List.of(SError.of(
                            "DUPLICATE_EXTERNAL_ID",
                            field.name() + ": more than one record found for external id field: [" + ids(found) + "]",
                            field.name())));
        }
        ObjectNode complete = given.has(field.name()) ? given : given.deepCopy().set(field.name(), key);
        return found.length == 1 ? update(table, found[0], complete) : insert(table, complete);
    }

    static String ids(SRow[] rows) {
        StringBuilder ids = new StringBuilder();
        for (SRow row : rows) {
            ids.append(ids.isEmpty() ? "" : ", ").append(row.id());
        }
        return ids.toString();
    }

    private WriteResult finish(STable table, SRow row, Object[] values, ObjectNode given) {
        if (converted(table, row)) {
            return failed(table, List.of(SError.of("CANNOT_UPDATE_CONVERTED_LEAD", "cannot reference converted lead")));
        }
        List<SError> errors = new ArrayList<>();
        for (Map.Entry<String, JsonNode> member : given.properties()) {
            if (!member.getKey().equals("attributes")) {
                assign(table.type, values, member.getKey(), member.getValue(), errors);
            }
        }
        derive(table.type, values);
        require(table.type, values, errors);
        if (errors.isEmpty()) {
            unique(table, row, values, errors);
        }
        if (errors.isEmpty() && row == null && findDuplicates) {
            duplicates(table, values, errors);
        }
        if (!errors.isEmpty()) {
            return failed(table, errors);
        }
        SRow written = row == null ? inserted(table, values) : updated(table, row, values);
        if (table.history) {
            written.remember(Json.write(given));
        }
        return new WriteResult(written.id(), row == null, List.of());
    }

    private static boolean converted(STable table, SRow row) {
        return row != null
                && table.type.name.equals("Lead")
                && Boolean.TRUE.equals(row.get(table.type.place("IsConverted")));
    }

    private void assign(SObjectType type, Object[] values, String name, JsonNode value, List<SError> errors) {
        int place = type.place(name);
        boolean written = place >= 0 && type.field(place).derived() == null;
        if (written) {
            values[place] = converter.convert(type.field(place), value, errors);
            return;
        }
        int reference = type.relationship(name);
        if (reference >= 0 && value instanceof ObjectNode related) {
            values[reference] = resolve(type.field(reference), related, errors);
        } else if (place >= 0
                || type.systemField(name).isPresent()
                || type.composesName() && name.equalsIgnoreCase("Name")) {
            errors.add(SError.of(
                    "INVALID_FIELD_FOR_INSERT_UPDATE",
                    "Unable to create/update fields: " + name + ". Please check the security settings of this field and"
                            + " verify that it is read/write for your profile or permission set.",
                    name));
        } else {
            errors.add(SError.noSuchColumn(name, type.name));
        }
    }

    /** Finds the row that a relation names by its external id, e.g. {@code "Account":{"Serai_Id__c":"7"}}. */
    private String resolve(SField field, ObjectNode related, List<SError> errors) {
        String wanted = related.path("attributes")
                .path("type")
                .asText(field.references().get(0));
        for (Map.Entry<String, JsonNode> member : related.properties()) {
            if (member.getKey().equals("attributes")) {
                continue;
            }
            STable target = field.references().stream()
                    .filter(wanted::equalsIgnoreCase)
                    .findFirst()
                    .flatMap(org::table)
                    .orElse(null);
            int place = target == null ? -1 : target.type.place(member.getKey());
            if (place < 0 || !target.type.field(place).external()) {
                errors.add(SError.of(
                        "INVALID_FIELD", "No external id " + member.getKey() + " in entity " + wanted, field.name()));
                return null;
            }
            SRow[] found = target.find(place, member.getValue().asText());
            if (found.length != 1) {
                errors.add(SError.of(
                        "INVALID_FIELD",
                        "Foreign key external ID: " + member.getValue().asText() + " not found for field "
                                + member.getKey() + " in entity " + wanted));
                return null;
            }
            return found[0].id();
        }
        return null;
    }

    private static void derive(SObjectType type, Object[] values) {
        for (int place = 0; place < values.length; place++) {
            SField.Derived derived = type.field(place).derived();
            if (derived != null) values[place] = derived.value().equals(values[type.place(derived.field())]);
        }
    }

    private static void require(SObjectType type, Object[] values, List<SError> errors) {
        List<String> missing = new ArrayList<>();
        for (int place = 0; place < values.length; place++) {
            if (type.field(place).required() && values[place] == null) {
                missing.add(type.field(place).name());
            }
        }
        if (!missing.isEmpty()) {
            errors.add(SError.of(
                    "REQUIRED_FIELD_MISSING",
                    "Required fields are missing: [" + String.join(", ", missing) + "]",
                    missing.toArray(String[]::new)));
        }
    }

    private static void unique(STable table, SRow row, Object[] values, List<SError> errors) {
        for (int place = 0; place < values.length; place++) {
            SField field = table.type.field(place);
            if (!field.unique() || values[place] == null) {
                continue;
            }
            for (SRow other : table.find(place, values[place])) {
                if (other != row) {
                    errors.add(SError.of(
                            "DUPLICATE_VALUE",
                            "duplicate value found: " + field.name() + " duplicates value on record with id: "
                                    + other.id()));
                }
            }
        }
    }

    private static void duplicates(STable table, Object[] values, List<SError> errors) {
        int email = table.type.place("Email");
        if (!table.type.name.equals("Contact") || values[email] == null) {
            return;
        }
        for (SRow other : table.rows()) {
            if (other.get(email) instanceof String known && known.equalsIgnoreCase(values[email].toString())) {
                errors.add(new SError("DUPLICATES_DETECTED", "Use one of these records?", List.of(), other));
                return;
            }
        }
    }

    private Object[] defaults(SObjectType type) {
        Object[] values = new Object[type.fields().size()];
        for (int place = 0; place < values.length; place++) {
            SField field = type.field(place);
            if (field.type().equals("boolean")) {
                values[place] = "true".equals(field.otherwise());
            } else if (field.name().equals("OwnerId")) {
                values[place] = org.user;
            } else {
                values[place] = field.otherwise();
            }
        }
        return values;
    }

    private SRow inserted(STable table, Object[] values) {
        SRow row = table.insert(values, org.clock.millis());
        row.modifiedBy = org.actor;
        org.undoable(() -> table.undoInsert(row));
        return row;
    }

    private SRow updated(STable table, SRow row, Object[] values) {
        Object[] before = row.values();
        long modified = row.modifiedAt;
        String modifiedBy = row.modifiedBy;
        table.update(row, values, org.clock.millis());
        row.modifiedBy = org.actor;
        org.undoable(() -> {
            table.undoUpdate(row, before, modified);
            row.modifiedBy = modifiedBy;
            row.forgetLast();
        });
        return row;
    }

    private static WriteResult failed(STable table, List<SError> errors) {
        table.failed++;
        return new WriteResult(null, false, errors);
    }
}
