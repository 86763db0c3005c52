package io.serai.connect.hook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * HubSpot tells up to 100 events at once, and only that something happened: {@code contact.changed} is read by a flow, {@code merged},
 * {@code deleted} and {@code forgotten} say it all. The value that a property was given is left out: it may be old by now, and personal.
 * Events of other objects are taken and forgotten, as HubSpot would send all of a refused array again and again.
 */
final class HubSpotPayload implements Payload {
    private static final Map<String, String> OBJECTS = Map.of("0-1", "contact", "0-2", "company", "0-5", "ticket");
    private static final Map<String, String> VERBS = Map.of(
            "creation", "changed",
            "propertyChange", "changed",
            "restore", "changed",
            "associationChange", "changed",
            "merge", "merged",
            "deletion", "deleted",
            "privacyDeletion", "forgotten");

    @Override
    public List<Event> read(Hook hook) throws Rejected {
        JsonNode body = JsonBody.container(hook.body());
        List<Event> events = new ArrayList<>(body.size());
        for (JsonNode told : body.isArray() ? body : List.of(body)) {
            Event event = event(told);
            if (event != null) events.add(event);
        }
        return events;
    }

    /** Null when no flow can do anything with it. */
    private static Event event(JsonNode told) {
        String[] type = told.path("subscriptionType").asText("").split("\\.", 2);
        String object =
                type[0].equals("object") ? OBJECTS.get(told.path("objectTypeId").asText("")) : type[0];
        String verb = type.length < 2 ? null : VERBS.get(type[1]);
        String id = Event.id(about(told));
        if (object == null || verb == null || id == null || !OBJECTS.containsValue(object)) return null;
        long at = told.path("occurredAt").asLong();
        String key = String.join(
                ":",
                told.path("portalId").asText(),
                told.path("subscriptionType").asText(),
                id,
                told.path("eventId").asText(),
                Long.toString(at));
        ObjectNode data = ((ObjectNode) told).deepCopy();
        data.remove("propertyValue");
        data.put("objectId", id);
        return new Event(object + "." + verb, id, key, at > 0 ? Instant.ofEpochMilli(at) : null, data);
    }

    /** What became of a merge, and of an association the object that it begins at. */
    private static JsonNode about(JsonNode told) {
        for (String member : List.of("newObjectId", "primaryObjectId", "objectId", "fromObjectId"))
            if (told.hasNonNull(member)) return told.path(member);
        return told.path("objectId");
    }
}
