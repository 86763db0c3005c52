package io.serai.connect.hook;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.connect.hook.Rejected.Reason;
import java.util.List;
import java.util.Set;

/**
 * {@code {"type": "<entity>.<verb>", "data": {...}}}, with the record as it is now; {@code deleted} may bring its id only.
 *
 * @param entities those that flows know, {@code <entity>.deleted} where they follow deletions
 */
record StandardPayload(List<String> entities) implements Payload {
    private static final Set<String> VERBS = Set.of("created", "updated", "saved");

    @Override
    public List<Event> read(Hook hook) throws Rejected {
        JsonNode payload = JsonBody.object(hook.body());
        String entity = entity(payload.path("type").asText(""));
        JsonNode data = payload.path("data");
        String id = Event.id(data.hasNonNull("entity_id") ? data.path("entity_id") : data.path("id"));
        if (!data.isObject() || id == null)
            throw new Rejected(Reason.EVENT, "expected data to be an object with id or entity_id");
        return List.of(new Event(
                entity,
                id,
                hook.required(StandardSignature.ID, StandardSignature.LONGEST_ID),
                Event.time(payload.path("timestamp").asText("")),
                data));
    }

    private String entity(String type) throws Rejected {
        if (type.endsWith(".deleted") && entities.contains(type)) return type;
        int dot = type.indexOf('.');
        String entity = dot < 0 ? "" : type.substring(0, dot);
        if (entities.contains(entity) && VERBS.contains(type.substring(dot + 1))) return entity;
        throw new Rejected(
                Reason.EVENT,
                "expected a type of <entity>.<verb> with one of the entities " + entities + " and one of"
                        + " the verbs created, updated, saved");
    }
}
