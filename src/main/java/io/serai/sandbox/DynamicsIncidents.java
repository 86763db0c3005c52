package io.serai.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What Dataverse keeps of cases beside their columns: their states. A case is resolved by the action {@code CloseIncident} only, which
 * a plain update cannot do; one that is resolved or cancelled takes nothing but its reopening. That updates of such a case are refused by
 * this code is assumed, as is the code with which a plain resolution is refused.
 */
final class DynamicsIncidents {
    static final String TABLE = "incident";

    /** By state: the reasons that it may have, the usual one first: active, resolved, cancelled. */
    private static final Map<Integer, List<Integer>> REASONS =
            Map.of(0, List.of(1, 2, 3, 4), 1, List.of(5, 1000), 2, List.of(6, 2000));

    private static final int ACTIVE = 0;
    private static final int RESOLVED = 1;
    private static final Set<String> REOPENING = Set.of("statecode", "statuscode");

    private DynamicsIncidents() {}

    /** @param before null for a new case */
    static void check(DynamicsRow before, ObjectNode given) {
        int state = before == null ? ACTIVE : before.get("statecode").asInt();
        int wanted = given.path("statecode").asInt(state);
        if (wanted == RESOLVED && (state != RESOLVED || given.has("statecode"))) {
            throw DynamicsError.refusal(
                    400,
                    "0x80040203",
                    "This message can not be used to set the state of incident to Resolved. In order to set state of incident to"
                            + " Resolved, use the CloseIncidentRequest message instead.");
        }
        if (before == null && wanted != ACTIVE) {
            throw DynamicsError.refusal(400, "0x80048408", wanted + " is not a valid state code on a new incident.");
        }
        if (state != ACTIVE && (wanted != ACTIVE || !only(given, REOPENING))) {
            throw resolved();
        }
        if (given.has("statuscode")
                && !REASONS.getOrDefault(wanted, List.of())
                        .contains(given.path("statuscode").asInt())) {
            throw DynamicsError.refusal(
                    400,
                    "0x80048408",
                    given.path("statuscode").asInt() + " is not a valid status code for state code " + wanted
                            + " on incident.");
        }
    }

    private static boolean only(ObjectNode given, Set<String> names) {
        return given.properties().stream().map(Map.Entry::getKey).allMatch(names::contains);
    }

    /** A number for a new case, and the usual reason of a new state. */
    static void complete(DynamicsRow row, ObjectNode given, long number) {
        if (row.get("ticketnumber").isNull()) {
            row.values.put("ticketnumber", "CAS-" + number);
        }
        if (given.has("statecode") && !given.has("statuscode")) {
            row.values.put(
                    "statuscode", REASONS.get(row.get("statecode").asInt()).get(0));
        }
    }

    /** {@code {"IncidentResolution": {"subject", "incidentid@odata.bind"}, "Status"}}; -1 is the usual reason. */
    static Reply close(DynamicsData data, ObjectNode body, DynamicsUser user) {
        JsonNode resolution = body.path("IncidentResolution");
        String path = resolution.path("incidentid@odata.bind").asText();
        if (resolution.path("subject").asText().isEmpty()
                || path.isEmpty()
                || !body.path("Status").isInt()) {
            throw DynamicsError.refusal(
                    400,
                    "0x80048d19",
                    "CloseIncident needs Status and IncidentResolution with a subject and incidentid");
        }
        DynamicsTable table = data.byName(TABLE).orElseThrow();
        DynamicsKey key = DynamicsKey.parse(path.startsWith("/") ? path.substring(1) : path);
        if (!key.set().equals(table.set)) {
            throw DynamicsError.refusal(400, "0x80060888", "Resource not found for the segment '" + key.set() + "'.");
        }
        DynamicsRow row = key.row(table).orElseThrow(() -> DynamicsError.notFound(TABLE, key.text()));
        if (row.get("statecode").asInt() != ACTIVE) {
            throw resolved();
        }
        int reason = body.path("Status").asInt();
        if (reason != -1 && !REASONS.get(RESOLVED).contains(reason)) {
            throw DynamicsError.refusal(
                    400, "0x80048408", reason + " is not a valid status code for state code 1 on incident.");
        }
        DynamicsRow closed = row.copy();
        closed.values
                .put("statecode", RESOLVED)
                .put("statuscode", reason == -1 ? REASONS.get(RESOLVED).get(0) : reason);
        data.write(table, closed, user);
        return Reply.empty(204);
    }

    private static Refusal resolved() {
        return DynamicsError.refusal(
                400,
                "0x800404cf",
                "This case has already been resolved. Close and reopen the case record to see the updates.");
    }
}
