package io.serai.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Arrays;
import java.util.List;

/** Requests for one row: by id, or by an external id, which may turn out not to be unique. */
final class SingleRows {
    private final STable table;
    private final RowWriter writer;
    private final Org org;
    private final String version;

    SingleRows(STable table, RowWriter writer, Org org, String version) {
        this.table = table;
        this.writer = writer;
        this.org = org;
        this.version = version;
    }

    Reply create(Call call) {
        return written(writer.insert(table, body(call)), 201);
    }

    Reply byId(Call call, String id) {
        SRow row = table.find(id).orElseThrow(SError::notFound);
        return one(call, row);
    }

    Reply byKey(Call call, int keyPlace, String value) {
        SRow[] found = table.find(keyPlace, value);
        if (found.length > 1) {
            return choices(found);
        }
        if (call.method().equals("PATCH")) {
            return upsert(call, keyPlace, value);
        }
        if (found.length == 0) {
            throw SError.notFound();
        }
        return one(call, found[0]);
    }

    private Reply upsert(Call call, int keyPlace, String value) {
        ObjectNode body = body(call);
        String key = table.type.field(keyPlace).name();
        if (body.has(key)) {
            throw SError.refusal(
                    "INVALID_FIELD", "The " + key + " field should not be specified in the sobject data.", key);
        }
        WriteResult result = writer.upsert(table, keyPlace, TextNode.valueOf(value), body);
        return result.ok() ? Reply.json(result.created() ? 201 : 200, result.toJson(true)) : failed(result);
    }

    private Reply one(Call call, SRow row) {
        return switch (call.method()) {
            case "GET" -> Reply.json(200, read(call, row));
            case "PATCH" -> written(writer.update(table, row, body(call)), 204);
            case "DELETE" -> delete(row);
            default -> throw SalesforceApi.notAllowed(call);
        };
    }

    private ObjectNode read(Call call, SRow row) {
        String fields = call.query("fields").orElse("");
        if (fields.isEmpty()) {
            return RowView.whole(row, RowView.attributes(row, version), false);
        }
        List<SoqlColumn> columns = Arrays.stream(fields.split(","))
                .map(field -> SoqlColumn.of(org, table.type, field.trim()))
                .toList();
        return RowView.selected(row, columns, version);
    }

    private Reply delete(SRow row) {
        long modified = row.modifiedAt;
        table.delete(row, org.clock.millis());
        row.modifiedBy = org.actor;
        org.undoable(() -> table.undoDelete(row, modified));
        return Reply.empty(204);
    }

    private Reply choices(SRow[] found) {
        ArrayNode urls = Json.array();
        for (SRow row : found) {
            urls.add("/services/data/" + version + "/sobjects/" + table.type.name + "/" + row.id());
        }
        return Reply.json(300, urls);
    }

    private static Reply written(WriteResult result, int status) {
        if (!result.ok()) {
            return failed(result);
        }
        return status == 204 ? Reply.empty(204) : Reply.json(status, result.toJson(false));
    }

    private static Reply failed(WriteResult result) {
        return Reply.json(result.errors().get(0).reply().status(), SError.list(result.errors()));
    }

    private static ObjectNode body(Call call) {
        return Json.parse(call.body())
                .orElseThrow(
                        () -> SError.refusal("JSON_PARSER_ERROR", "The HTTP entity body is required and must be JSON"));
    }
}
