package io.serai.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Puts what a request says into a row: plain columns, and lookups by {@code <lookup>@odata.bind}. */
final class DynamicsValues {
    private static final String BIND = "@odata.bind";
    private final DynamicsData data;
    private final DynamicsTable table;

    DynamicsValues(DynamicsData data, DynamicsTable table) {
        this.data = data;
        this.table = table;
    }

    void assign(DynamicsRow row, ObjectNode given) {
        for (Map.Entry<String, JsonNode> member : given.properties()) {
            String name = member.getKey();
            if (name.endsWith(BIND)) {
                bind(row, name.substring(0, name.length() - BIND.length()), member.getValue());
            } else if (!name.startsWith("@") && !name.equals(table.id)) {
                DynamicsColumn column = table.column(name)
                        .filter(known -> !known.lookup())
                        .orElseThrow(() -> DynamicsError.noColumn(table.name, name));
                column.check(table.name, member.getValue());
                set(row, name, member.getValue());
            }
        }
    }

    private static void set(DynamicsRow row, String name, JsonNode value) {
        // Dataverse keeps no empty text: it is the same as nothing.
        if (value.isNull() || value.isTextual() && value.asText().isEmpty()) {
            row.values.remove(name);
        } else {
            row.values.set(name, value);
        }
    }

    /** A lookup into several tables is written by its name with that of the table: {@code parentcustomerid_account}. */
    private void bind(DynamicsRow row, String property, JsonNode value) {
        for (DynamicsColumn column : table.columns()) {
            for (String target : column.targets()) {
                boolean single = column.targets().size() == 1;
                if (property.equals(single ? column.name() : column.name() + "_" + target)) {
                    point(row, column, target, value);
                    return;
                }
            }
        }
        throw DynamicsError.refusal(
                400,
                "0x80048d19",
                "An undeclared property '" + property + "' which only has property annotations was found");
    }

    private void point(DynamicsRow row, DynamicsColumn column, String target, JsonNode value) {
        if (value.isNull()) {
            row.values.remove(column.name());
            row.targets.remove(column.name());
            return;
        }
        String path = value.asText();
        DynamicsKey key = DynamicsKey.parse(path.startsWith("/") ? path.substring(1) : path);
        DynamicsTable other = data.table(key.set())
                .filter(found -> found.name.equals(target))
                .orElseThrow(() -> DynamicsError.refusal(
                        400, "0x80060888", "Resource not found for the segment '" + key.set() + "'."));
        DynamicsRow found = key.row(other).orElseThrow(() -> DynamicsError.notFound(other.name, key.text()));
        row.values.put(column.name(), found.id.toString());
        row.targets.put(column.name(), target);
    }
}
