package io.serai.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * {@code PATCH composite/sobjects/X/Ext__c}, which upserts, and {@code PATCH composite/sobjects}, which updates by id: up to 200 rows,
 * one result each, in order, status 200 whatever became of them.
 */
final class Collections {
    static final int MOST = 200;
    private final Org org;
    private final Faults faults;

    Collections(Org org, Faults faults) {
        this.org = org;
        this.faults = faults;
    }

    Reply upsert(Call call, STable table, int keyPlace, RowWriter writer) {
        ObjectNode body = body(call);
        String key = table.type.field(keyPlace).name();
        Map<String, Integer> seen = seen(body, key);
        return all(body, true, record -> write(call, table, keyPlace, key, seen, record, writer));
    }

    /** Rows may be of several objects; none is created. */
    Reply update(Call call, RowWriter writer) {
        ObjectNode body = body(call);
        Map<String, Integer> seen = seen(body, "id");
        return all(body, false, record -> change(call, seen, record, writer));
    }

    private static ObjectNode body(Call call) {
        ObjectNode body = Json.parse(call.body()).orElseThrow(Collections::unreadable);
        JsonNode records = body.path("records");
        if (!records.isArray()) {
            throw unreadable();
        }
        if (records.size() > MOST) {
            throw SError.refusal(
                    "EXCEEDED_ID_LIMIT", "record limit reached. cannot submit more than 200 records into this call");
        }
        return body;
    }

    private static Map<String, Integer> seen(ObjectNode body, String key) {
        Map<String, Integer> seen = new HashMap<>();
        body.path("records").forEach(record -> seen.merge(key(record, key), 1, Integer::sum));
        return seen;
    }

    private Reply all(ObjectNode body, boolean upsert, Function<JsonNode, WriteResult> each) {
        List<WriteResult> results = new ArrayList<>();
        int mark = org.begin();
        body.path("records").forEach(record -> results.add(each.apply(record)));
        boolean rollback =
                body.path("allOrNone").asBoolean() && !results.stream().allMatch(WriteResult::ok);
        org.end(mark, rollback);
        if (rollback) {
            results.replaceAll(Collections::rolledBack);
        }
        ArrayNode json = Json.array();
        results.forEach(result -> json.add(result.toJson(upsert)));
        return Reply.json(200, json);
    }

    private WriteResult write(
            Call call,
            STable table,
            int keyPlace,
            String key,
            Map<String, Integer> seen,
            JsonNode record,
            RowWriter writer) {
        if (!(record instanceof ObjectNode row)
                || !row.path("attributes").path("type").asText().equalsIgnoreCase(table.type.name)) {
            return WriteResult.failed(SError.of(
                    "INVALID_TYPE", "attributes.type must be " + table.type.name + " as in the path of the request"));
        }
        JsonNode value = row.path(key);
        if (value.asText().isEmpty()) {
            return WriteResult.failed(SError.of("MISSING_ARGUMENT", key + " not specified"));
        }
        if (seen.get(key(row, key)) > 1) {
            return WriteResult.failed(
                    SError.of("DUPLICATE_VALUE", "Duplicate external id specified: " + value.asText(), key));
        }
        Optional<Fault> fault = faults.forRow(call);
        if (fault.isPresent()) {
            return WriteResult.failed(
                    SError.of(fault.get().code(), "unable to obtain exclusive access to this record"));
        }
        return writer.upsert(table, keyPlace, value, row);
    }

    private WriteResult change(Call call, Map<String, Integer> seen, JsonNode record, RowWriter writer) {
        STable table =
                org.table(record.path("attributes").path("type").asText()).orElse(null);
        if (table == null || !(record instanceof ObjectNode row)) {
            return WriteResult.failed(
                    SError.of("INVALID_TYPE", "attributes.type must be an object of the organisation"));
        }
        String id = record.path("id").asText();
        if (id.isEmpty()) {
            return WriteResult.failed(SError.of("MISSING_ARGUMENT", "Id not specified in an update call"));
        }
        if (seen.get(key(record, "id")) > 1) {
            return WriteResult.failed(SError.of("DUPLICATE_VALUE", "Duplicate id in list: " + id, "Id"));
        }
        Optional<Fault> fault = faults.forRow(call);
        if (fault.isPresent()) {
            return WriteResult.failed(
                    SError.of(fault.get().code(), "unable to obtain exclusive access to this record"));
        }
        ObjectNode given = row.deepCopy();
        given.remove("id");
        return table.find(id)
                .map(found -> writer.update(table, found, given))
                .orElseGet(() -> WriteResult.failed(
                        SError.of("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", "Id")));
    }

    private static WriteResult rolledBack(WriteResult result) {
        return result.ok()
                ? WriteResult.failed(
                        SError.of(
                                "ALL_OR_NONE_OPERATION_ROLLED_BACK",
                                "Record rolled back because not all records were valid and the request was using AllOrNone header"))
                : result;
    }

    private static String key(JsonNode record, String key) {
        return record.path(key).asText().toLowerCase(Locale.ROOT);
    }

    private static Refusal unreadable() {
        return SError.refusal("JSON_PARSER_ERROR", "expected {\"allOrNone\":false,\"records\":[...]}");
    }
}
