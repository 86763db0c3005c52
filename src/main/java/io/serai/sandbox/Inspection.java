package io.serai.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Shows what an organisation holds, to people and tests. */
final class Inspection {
    private static final Set<String> RESERVED = Set.of("limit", "offset", "duplicates");
    private final Org org;

    Inspection(Org org) {
        this.org = org;
    }

    /**
     * Rows of an object: {@code ?Email=a@b.c&limit=100&offset=0}; {@code total} counts all that match. With
     * {@code duplicates=Field} instead the values that more than one row has.
     */
    Reply list(STable table, Call call) {
        List<SRow> rows = table.rows();
        for (Map.Entry<String, String> filter : call.query().entrySet()) {
            if (!RESERVED.contains(filter.getKey())) {
                SoqlColumn column = SoqlColumn.of(org, table.type, filter.getKey());
                rows = rows.stream()
                        .filter(row -> matches(column.get(row), filter.getValue()))
                        .toList();
            }
        }
        if (call.query("duplicates").isPresent()) {
            return duplicates(
                    rows,
                    SoqlColumn.of(org, table.type, call.query("duplicates").get()));
        }
        Window window = Window.of(call);
        ObjectNode json = Json.object().put("total", rows.size());
        ArrayNode records = json.putArray("records");
        rows.stream()
                .skip(window.offset())
                .limit(window.limit())
                .forEach(row ->
                        records.add(RowView.whole(row, Json.object(), true).put("_writes", row.writes)));
        return Reply.json(200, json).with("X-Total-Count", Integer.toString(rows.size()));
    }

    /** What each row was written, oldest first, by {@code key} (else by id); only one {@code field} of it if given. */
    Reply history(STable table, Call call) {
        String key = call.query("key").orElse("Id");
        SoqlColumn by = SoqlColumn.of(org, table.type, key);
        ObjectNode json = Json.object();
        for (SRow row : table.rows()) {
            ArrayNode writes = json.putArray(String.valueOf(by.get(row)));
            for (byte[] write : row.history()) {
                ObjectNode given = Json.read(write);
                JsonNode shown = call.query("field").isPresent()
                        ? given.get(call.query("field").get())
                        : given;
                if (shown != null) {
                    writes.add(shown);
                }
            }
        }
        return Reply.json(200, json);
    }

    ObjectNode stats() {
        ObjectNode json = Json.object();
        for (STable table : org.tables().values()) {
            ObjectNode one = json.putObject(table.type.name);
            one.put("held", table.size());
            one.put("created", table.created).put("updated", table.updated).put("failed", table.failed);
            Map<Integer, Integer> writes = new TreeMap<>();
            table.rows().forEach(row -> writes.merge(row.writes, 1, Integer::sum));
            ObjectNode histogram = one.putObject("writesPerRecord");
            writes.forEach((count, rows) -> histogram.put(count.toString(), rows));
        }
        return json;
    }

    private static Reply duplicates(List<SRow> rows, SoqlColumn column) {
        Map<String, Integer> counts = new TreeMap<>();
        for (SRow row : rows) {
            if (column.get(row) != null) {
                counts.merge(column.get(row).toString(), 1, Integer::sum);
            }
        }
        counts.values().removeIf(count -> count == 1);
        ObjectNode json = Json.object();
        counts.forEach(json::put);
        return Reply.json(200, json);
    }

    private static boolean matches(Object actual, String wanted) {
        if (actual instanceof Double number) {
            return number.toString().equals(wanted) || wanted.equals(Long.toString(number.longValue()));
        }
        return actual != null && actual.toString().equalsIgnoreCase(wanted);
    }
}
