package io.serai.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** Rows as Dataverse shows them. */
final class DynamicsView {
    private static final String LOGICAL_NAME = "@Microsoft.Dynamics.CRM.lookuplogicalname";
    private final DynamicsTable table;
    private final Set<String> selected;
    private final boolean annotated;

    /**
     * @param selected columns to show; empty for all
     * @param annotated whether to tell which table a lookup points into
     */
    DynamicsView(DynamicsTable table, Set<String> selected, boolean annotated) {
        this.table = table;
        this.selected = selected;
        this.annotated = annotated;
    }

    ObjectNode show(DynamicsRow row) {
        ObjectNode json = Json.object().put("@odata.etag", row.etag());
        for (DynamicsColumn column : table.columns()) {
            if (wanted(column.shown())) {
                json.set(column.shown(), row.get(column.name()));
                if (column.lookup() && annotated && !row.get(column.name()).isNull()) {
                    json.put(
                            column.shown() + LOGICAL_NAME,
                            row.targets.path(column.name()).asText());
                }
            }
        }
        put(json, "createdon", row.createdOn);
        put(json, "modifiedon", row.modifiedOn);
        put(json, "_modifiedby_value", row.modifiedBy);
        if (wanted("versionnumber")) {
            json.put("versionnumber", row.version);
        }
        return json.put(table.id, row.id.toString());
    }

    private void put(ObjectNode json, String name, String value) {
        if (wanted(name)) {
            json.put(name, value);
        }
    }

    private boolean wanted(String column) {
        return selected.isEmpty() || selected.contains(column);
    }
}
