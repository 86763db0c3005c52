package io.serai.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.sandbox.HubSpotEvents.Origin;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** {@code /crm/v4/associations}: which objects belong together, both ways. Not thread-safe: {@link HubSpot} guards it. */
final class HubSpotAssociations {
    private static final int MOST = 2000;

    private final Map<String, NavigableSet<Long>> held = new TreeMap<>();
    private final HubSpotCrm crm;

    HubSpotAssociations(HubSpotCrm crm) {
        this.crm = crm;
    }

    /** {@code {from}/{to}/batch/{read|create|associate/default}}. */
    Reply batch(HubSpotSchema.Type from, HubSpotSchema.Type to, String what, JsonNode inputs, Origin by) {
        if (inputs.size() > MOST) {
            throw HubSpotErrors.invalid("Batch size is over the limit of " + MOST);
        }
        ArrayNode results = Json.array();
        ArrayNode errors = Json.array();
        for (JsonNode input : inputs) {
            if (what.equals("read")) {
                read(from, to, input.path("id").asText(), results, errors);
                continue;
            }
            String one = input.path("from").path("id").asText();
            String other = input.path("to").path("id").asText();
            if (associate(from, one, to, other, by)) {
                ObjectNode result = results.addObject();
                result.putObject("from").put("id", one);
                result.putObject("to").put("id", other);
            } else {
                ObjectNode error = HubSpotErrors.json("VALIDATION_ERROR", "One or more objects do not exist");
                error.putObject("context").putArray("fromObjectId").add(one);
                errors.add(error);
            }
        }
        return HubSpotBatch.complete(results, errors, what.equals("create") ? 201 : 200);
    }

    /** {@code PUT /crm/v4/objects/{from}/{id}/associations/default/{to}/{toId}}; false when one of them is not there. */
    boolean associate(HubSpotSchema.Type from, String one, HubSpotSchema.Type to, String other, Origin by) {
        Optional<HubSpotObject> first = crm.find(from, "", one);
        Optional<HubSpotObject> second = crm.find(to, "", other);
        if (first.isEmpty() || second.isEmpty()) {
            return false;
        }
        boolean fresh = set(from, first.get().id, to).add(second.get().id);
        set(to, second.get().id, from).add(first.get().id);
        if (fresh) {
            crm.events.associated(from, first.get().id, to, second.get().id, by);
        }
        if (fresh && from.name().equals("contacts") && to.name().equals("companies")) {
            crm.write(from, first.get(), new TreeMap<>(Map.of("associatedcompanyid", "" + second.get().id)), by);
        }
        return true;
    }

    NavigableSet<Long> of(HubSpotSchema.Type from, long id, HubSpotSchema.Type to) {
        return held.getOrDefault(key(from, id, to), new TreeSet<>());
    }

    /** An object that belongs to none is told as an error, and the answer is 207. */
    private void read(HubSpotSchema.Type from, HubSpotSchema.Type to, String id, ArrayNode results, ArrayNode errors) {
        NavigableSet<Long> found = id.matches("\\d{1,15}") ? of(from, Long.parseLong(id), to) : new TreeSet<>();
        if (found.isEmpty()) {
            ObjectNode error = HubSpotErrors.json(
                    "OBJECT_NOT_FOUND",
                    "No " + to.singular() + " is associated with " + from.singular() + " " + id + ".");
            error.put("subCategory", "crm.associations.NO_ASSOCIATIONS_FOUND")
                    .putObject("context")
                    .putArray("fromObjectId")
                    .add(id);
            errors.add(error);
            return;
        }
        ObjectNode result = results.addObject();
        result.putObject("from").put("id", id);
        ArrayNode others = result.putArray("to");
        found.forEach(other -> {
            ObjectNode association = others.addObject().put("toObjectId", other);
            association.putArray("associationTypes").addObject().put("category", "HUBSPOT_DEFINED");
        });
    }

    private NavigableSet<Long> set(HubSpotSchema.Type from, long id, HubSpotSchema.Type to) {
        return held.computeIfAbsent(key(from, id, to), key -> new TreeSet<>());
    }

    private static String key(HubSpotSchema.Type from, long id, HubSpotSchema.Type to) {
        return from.name() + "/" + id + "/" + to.name();
    }
}
