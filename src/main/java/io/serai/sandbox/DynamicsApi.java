package io.serai.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The Web API below {@code api/data/v9.2}, for one user. Not thread-safe. */
final class DynamicsApi {
    private final DynamicsData data;
    private final DynamicsReads reads;
    private final Faults faults;
    private final DynamicsUser user;

    DynamicsApi(DynamicsData data, DynamicsReads reads, Faults faults, DynamicsUser user) {
        this.data = data;
        this.reads = reads;
        this.faults = faults;
        this.user = user;
    }

    /** A request of its own, or one of a batch. */
    Reply answer(Call call) {
        if (!call.segment(0).equals("api")
                || !call.segment(1).equals("data")
                || !call.segment(2).equals("v9.2")) {
            throw DynamicsError.refusal(404, "0x80060888", "Resource not found for the segment.");
        }
        String what = call.segment(3);
        return switch (call.method() + " " + what) {
            case "POST $batch" -> new DynamicsBatch(this, data).run(call);
            case "POST Merge" -> merge(call);
            case "POST CloseIncident" -> DynamicsIncidents.close(data, body(call), user);
            default -> entity(call, what);
        };
    }

    /** A row of a batch that was ordered to fail. */
    Optional<Reply> failing(Call call) {
        return faults.forRow(call).map(fault -> DynamicsError.of(fault.status() == 503 ? 429 : fault.status()));
    }

    private Reply entity(Call call, String segment) {
        DynamicsKey key = DynamicsKey.parse(segment);
        DynamicsTable table = data.table(key.set())
                .orElseThrow(() -> DynamicsError.refusal(
                        404, "0x80060888", "Resource not found for the segment '" + key.set() + "'."));
        if (call.path().size() == 5 && call.method().equals("POST")) {
            return new DynamicsBulk(data, user).answer(call, table);
        }
        if (key.collection()) {
            return switch (call.method()) {
                case "GET" -> reads.read(call, table);
                case "POST" -> written(call, table, save(table, null, body(call)), true);
                default -> throw notAllowed();
            };
        }
        Optional<DynamicsRow> row = key.row(table);
        return switch (call.method()) {
            case "GET" -> Reply.json(200, view(call, table).show(existing(row, table, key)));
            case "PATCH" -> patch(call, table, key, row);
            case "DELETE" -> {
                data.delete(table, existing(row, table, key), user);
                yield Reply.empty(204);
            }
            default -> throw notAllowed();
        };
    }

    /** Updates or creates; {@code If-Match: *} only updates, an ETag only that version, {@code If-None-Match: *} only creates. */
    private Reply patch(Call call, DynamicsTable table, DynamicsKey key, Optional<DynamicsRow> row) {
        String match = call.header("If-Match").orElse("");
        if (match.equals("*") && row.isEmpty()) {
            throw DynamicsError.notFound(table.name, key.text());
        }
        if (match.startsWith("W/") && (row.isEmpty() || !row.get().etag().equals(match))) {
            throw new Refusal(DynamicsError.of(412));
        }
        if (call.header("If-None-Match").orElse("").equals("*") && row.isPresent()) {
            throw DynamicsError.refusal(412, "0x80040237", "A record with matching key values already exists.");
        }
        ObjectNode given = body(call);
        if (row.isEmpty() && key.column() != null) {
            given.put(key.column(), key.value());
        }
        return written(call, table, save(table, row.orElse(null), given), row.isEmpty());
    }

    private DynamicsRow save(DynamicsTable table, DynamicsRow before, ObjectNode given) {
        DynamicsRow after = data.changed(table, before, given);
        data.write(table, after, user);
        return after;
    }

    private Reply written(Call call, DynamicsTable table, DynamicsRow row, boolean created) {
        boolean shown = call.header("Prefer").orElse("").contains("return=representation");
        Reply reply = shown ? Reply.json(created ? 201 : 200, view(call, table).show(row)) : Reply.empty(204);
        return reply.with(
                "OData-EntityId", call.origin() + call.base() + "/api/data/v9.2/" + table.set + "(" + row.id + ")");
    }

    /** {@code Target} and {@code Subordinate} are objects with their type and id. */
    private Reply merge(Call call) {
        ObjectNode body = body(call);
        String type = body.path("Target").path("@odata.type").asText();
        DynamicsTable table = data.byName(type.substring(type.lastIndexOf('.') + 1))
                .filter(found -> found.column("masterid").isPresent())
                .orElseThrow(() -> DynamicsError.refusal(400, "0x80048d19", "The entity cannot be merged."));
        data.merge(table, of(body, "Target", table), of(body, "Subordinate", table), user);
        return Reply.empty(204);
    }

    private static DynamicsRow of(ObjectNode body, String member, DynamicsTable table) {
        String id = body.path(member).path(table.id).asText();
        if (!id.matches("[0-9a-fA-F-]{36}")) {
            throw DynamicsError.refusal(400, "0x80048d19", member + " needs the member " + table.id);
        }
        return table.find(UUID.fromString(id)).orElseThrow(() -> DynamicsError.notFound(table.name, id));
    }

    private static DynamicsRow existing(Optional<DynamicsRow> row, DynamicsTable table, DynamicsKey key) {
        return row.orElseThrow(() -> DynamicsError.notFound(table.name, key.text()));
    }

    private static DynamicsView view(Call call, DynamicsTable table) {
        Set<String> selected =
                DynamicsReads.selected(table, call.query("$select").orElse(""));
        return new DynamicsView(
                table, selected, call.header("Prefer").orElse("").contains("odata.include-annotations"));
    }

    static ObjectNode body(Call call) {
        return Json.parse(call.body())
                .orElseThrow(() -> DynamicsError.refusal(
                        400, "0x80048d19", "Error identified in Payload provided by the user: expected a JSON object"));
    }

    private static Refusal notAllowed() {
        return DynamicsError.refusal(405, "0x80060888", "The requested resource does not support this http method.");
    }
}
