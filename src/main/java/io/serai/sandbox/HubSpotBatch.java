package io.serai.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.sandbox.HubSpotEvents.Origin;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * {@code /crm/v3/objects/<type>/batch/...}, at most 100 inputs. Where every input has an {@code objectWriteTraceId}, one that is refused
 * does not stop the others, and the answer is 207; else the first refusal is the answer, and nothing is written.
 */
final class HubSpotBatch {
    private static final int MOST = 100;
    private static final int MOST_WITH_HISTORY = 50;

    private final HubSpotCrm crm;
    private final HubSpotSchema.Type type;
    private final Origin by;
    private final Supplier<Optional<Fault>> faults;

    /** @param faults what is to happen to the next input */
    HubSpotBatch(HubSpotCrm crm, HubSpotSchema.Type type, Origin by, Supplier<Optional<Fault>> faults) {
        this.crm = crm;
        this.type = type;
        this.by = by;
        this.faults = faults;
    }

    Reply answer(String what, ObjectNode body) {
        JsonNode inputs = body.path("inputs");
        if (!inputs.isArray() || inputs.isEmpty()) {
            throw HubSpotErrors.invalid("Invalid input JSON: inputs are required");
        }
        if (inputs.size() > MOST) {
            throw HubSpotErrors.invalid("Batch size of " + inputs.size() + " is over the limit of " + MOST);
        }
        return switch (what) {
            case "read" -> read(body, inputs);
            case "create", "update", "upsert" -> write(what, inputs);
            case "archive" -> archive(inputs);
            default -> HubSpotErrors.of(404);
        };
    }

    /** What is not there is told as one error, beside what is. */
    private Reply read(ObjectNode body, JsonNode inputs) {
        List<String> wanted = texts(body.path("properties"));
        List<String> withHistory = texts(body.path("propertiesWithHistory"));
        if (!withHistory.isEmpty() && inputs.size() > MOST_WITH_HISTORY) {
            throw HubSpotErrors.invalid(
                    "The maximum number of inputs supported in a batch request for property histories is "
                            + MOST_WITH_HISTORY + ". Please reduce the number of items and try again");
        }
        ArrayNode results = Json.array();
        ArrayNode missing = Json.array();
        Set<Long> shown = new HashSet<>();
        for (JsonNode input : inputs) {
            String id = input.path("id").asText();
            Optional<HubSpotObject> found =
                    crm.find(type, body.path("idProperty").asText(""), id);
            found.filter(object -> shown.add(object.id))
                    .ifPresent(object -> results.add(object.show(wanted, withHistory)));
            if (found.isEmpty()) {
                missing.add(id);
            }
        }
        ArrayNode errors = Json.array();
        if (!missing.isEmpty()) {
            ObjectNode error = HubSpotErrors.json("OBJECT_NOT_FOUND", "Could not get some " + type.name());
            error.putObject("context").set("ids", missing);
            errors.add(error);
        }
        return complete(results, errors, 200);
    }

    private Reply write(String what, JsonNode inputs) {
        boolean traced = true;
        Set<String> seen = new HashSet<>();
        for (JsonNode input : inputs) {
            traced &= input.hasNonNull("objectWriteTraceId");
            if (!what.equals("create")
                    && !seen.add(input.path("idProperty").asText() + "="
                            + input.path("id").asText())) {
                throw HubSpotErrors.invalid("Duplicate IDs found in batch input");
            }
        }
        List<Prepared> prepared = new ArrayList<>();
        ArrayNode results = Json.array();
        ArrayNode errors = Json.array();
        for (JsonNode input : inputs) {
            try {
                faults.get().ifPresent(fault -> {
                    throw HubSpotErrors.refusal(500, fault.code(), "This one could not be taken.");
                });
                prepared.add(prepare(what, input));
            } catch (Refusal e) {
                if (!traced) {
                    throw e;
                }
                errors.add(error(input, e));
            }
        }
        for (Prepared one : prepared) {
            try {
                results.add(write(one));
            } catch (Refusal e) {
                if (!traced) {
                    throw e;
                }
                errors.add(error(one.input(), e));
            }
        }
        return complete(results, errors, what.equals("create") ? 201 : 200);
    }

    /** @param known the object to update; null to create one */
    private record Prepared(JsonNode input, HubSpotObject known, Map<String, String> values) {}

    private Prepared prepare(String what, JsonNode input) {
        Map<String, String> values = HubSpotValues.read(type, input.path("properties"));
        if (what.equals("create")) {
            return new Prepared(input, null, values);
        }
        String property = input.path("idProperty").asText("");
        String id = input.path("id").asText();
        Optional<HubSpotObject> known = crm.find(type, property, id);
        if (known.isEmpty() && (what.equals("update") || property.isEmpty())) {
            throw HubSpotErrors.notFound();
        }
        if (known.isEmpty()) {
            values.put(property, id);
        }
        return new Prepared(input, known.orElse(null), values);
    }

    private ObjectNode write(Prepared one) {
        HubSpotObject object = one.known();
        if (object == null) {
            object = crm.create(type, one.values(), by);
        } else {
            crm.update(type, object, one.values(), by);
        }
        ObjectNode result = object.show(one.values().keySet()).put("new", one.known() == null);
        if (one.input().has("objectWriteTraceId")) {
            result.set("objectWriteTraceId", one.input().get("objectWriteTraceId"));
        }
        return result;
    }

    private Reply archive(JsonNode inputs) {
        for (JsonNode input : inputs) {
            crm.find(type, "", input.path("id").asText()).ifPresent(object -> crm.archive(type, object, by));
        }
        return Reply.empty(204);
    }

    private static ObjectNode error(JsonNode input, Refusal refusal) {
        ObjectNode error = Json.read(refusal.reply().body());
        error.putObject("context")
                .putArray("objectWriteTraceId")
                .add(input.path("objectWriteTraceId").asText());
        return error;
    }

    static Reply complete(ArrayNode results, ArrayNode errors, int status) {
        String now = java.time.Instant.now().toString();
        ObjectNode json =
                Json.object().put("status", "COMPLETE").put("startedAt", now).put("completedAt", now);
        json.set("results", results);
        if (errors.isEmpty()) {
            return Reply.json(status, json);
        }
        json.put("numErrors", errors.size()).set("errors", errors);
        return Reply.json(207, json);
    }

    static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(one -> texts.add(one.asText()));
        return texts;
    }
}
