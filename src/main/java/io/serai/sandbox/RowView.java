package io.serai.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** Rows as JSON. */
final class RowView {
    private RowView() {}

    /** With {@code attributes} and the selected columns, those of other rows nested. */
    static ObjectNode selected(SRow row, List<SoqlColumn> columns, String version) {
        ObjectNode json = attributes(row, version);
        for (SoqlColumn column : columns) {
            Optional<SRow> target = column.target(row);
            if (column.reference() < 0) {
                put(json, column.field(), column.get(row));
            } else if (target.isEmpty()) {
                json.putNull(column.relationship());
            } else {
                ObjectNode nested = json.get(column.relationship()) instanceof ObjectNode known
                        ? known
                        : attributes(target.get(), version);
                put(nested, column.field(), column.get(row));
                json.set(column.relationship(), nested);
            }
        }
        return json;
    }

    /** Everything that a row holds; without empty fields if {@code brief}. */
    static ObjectNode whole(SRow row, ObjectNode json, boolean brief) {
        put(json, "Id", row.id());
        if (row.type.composesName()) {
            put(json, "Name", row.value("Name"));
        }
        for (int place = 0; place < row.type.fields().size(); place++) {
            if (!brief || row.get(place) != null) {
                put(json, row.type.field(place).name(), row.get(place));
            }
        }
        if (!brief) {
            json.put("IsDeleted", row.deleted);
        }
        json.put("CreatedDate", SalesforceTime.text(row.createdAt));
        json.put("LastModifiedDate", SalesforceTime.text(row.modifiedAt));
        return json.put("SystemModstamp", SalesforceTime.text(row.modifiedAt));
    }

    static ObjectNode attributes(SRow row, String version) {
        ObjectNode json = Json.object();
        json.putObject("attributes")
                .put("type", row.type.name)
                .put("url", "/services/data/" + version + "/sobjects/" + row.type.name + "/" + row.id());
        return json;
    }

    private static void put(ObjectNode json, String name, Object value) {
        if (value instanceof Double number) {
            json.put(name, number);
        } else if (value instanceof Boolean flag) {
            json.put(name, flag);
        } else {
            json.put(name, (String) value);
        }
    }
}
