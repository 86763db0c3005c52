package io.serai.sandbox;

import java.util.Optional;

/**
 * A selected or compared field, perhaps of the row that a reference points at.
 *
 * @param reference place of the reference to follow, or -1
 */
record SoqlColumn(Org org, String path, int reference, String relationship, String field) {
    /** Resolves a path such as {@code Name} or {@code Account.Name}; an unknown one is refused. */
    static SoqlColumn of(Org org, SObjectType type, String path) {
        int dot = path.indexOf('.');
        if (dot < 0 || path.substring(0, dot).equalsIgnoreCase(type.name)) {
            String field = path.substring(dot + 1);
            return new SoqlColumn(org, path, -1, "", name(type, field));
        }
        int reference = type.relationship(path.substring(0, dot));
        if (reference < 0) {
            throw SError.refusal(
                    "INVALID_FIELD", "Didn't understand relationship '" + path.substring(0, dot) + "' in field path.");
        }
        SField field = type.field(reference);
        SObjectType target = org.schema.find(field.references().get(0)).orElseThrow();
        return new SoqlColumn(org, path, reference, field.relationship(), name(target, path.substring(dot + 1)));
    }

    Object get(SRow row) {
        return target(row).map(found -> found.value(field)).orElse(null);
    }

    Optional<SRow> target(SRow row) {
        if (reference < 0) {
            return Optional.of(row);
        }
        Object id = row.get(reference);
        return id == null
                ? Optional.empty()
                : row.type.field(reference).references().stream()
                        .flatMap(object -> org.table(object).stream())
                        .flatMap(table -> table.find(id.toString()).stream())
                        .findFirst();
    }

    private static String name(SObjectType type, String field) {
        int place = type.place(field);
        if (place >= 0) {
            return type.field(place).name();
        }
        if (type.composesName() && field.equalsIgnoreCase("Name")) {
            return "Name";
        }
        return type.systemField(field)
                .orElseThrow(() -> SError.refusal(
                        "INVALID_FIELD", "No such column '" + field + "' on entity '" + type.name + "'."));
    }
}
