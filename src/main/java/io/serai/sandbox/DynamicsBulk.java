package io.serai.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** {@code UpsertMultiple} and {@code CreateMultiple}: all rows or none, as with standard tables. */
final class DynamicsBulk {
    private static final String PREFIX = "Microsoft.Dynamics.CRM.";
    private final DynamicsData data;
    private final DynamicsUser user;

    DynamicsBulk(DynamicsData data, DynamicsUser user) {
        this.data = data;
        this.user = user;
    }

    Reply answer(Call call, DynamicsTable table) {
        boolean create = call.segment(4).equals(PREFIX + "CreateMultiple");
        if (!create && !call.segment(4).equals(PREFIX + "UpsertMultiple")) {
            throw DynamicsError.refusal(
                    404, "0x80060888", "Resource not found for the segment '" + call.segment(4) + "'.");
        }
        List<DynamicsRow> rows = new ArrayList<>();
        for (JsonNode target : DynamicsApi.body(call).path("Targets")) {
            ObjectNode given = target.deepCopy();
            DynamicsKey key =
                    create ? null : DynamicsKey.parse(target.path("@odata.id").asText());
            DynamicsRow before = create ? null : key.row(table).orElse(null);
            if (before == null && key != null && key.column() != null) {
                given.put(key.column(), key.value());
            }
            rows.add(data.changed(table, before, given));
        }
        if (rows.stream()
                        .map(row -> row.get("serai_id").asText(row.id.toString()))
                        .distinct()
                        .count()
                < rows.size()) {
            throw DynamicsError.refusal(412, "0x80040237", "A record with matching key values already exists.");
        }
        rows.forEach(row -> data.write(table, row, user));
        if (!create) {
            return Reply.empty(204);
        }
        ObjectNode json = Json.object();
        var ids = json.putArray("Ids");
        rows.forEach(row -> ids.add(row.id.toString()));
        return Reply.json(200, json);
    }
}
