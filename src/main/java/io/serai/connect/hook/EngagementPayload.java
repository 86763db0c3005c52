package io.serai.connect.hook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.connect.hook.Rejected.Reason;
import java.util.List;

/**
 * What a person did with a campaign, as merchants write it into an automation's HTTP step: {@code {"type": "click", "email": "...",
 * "campaign": "...", "time": "...", "id": "..."}}. Where the step has no id to give, the same body is the same fact.
 */
final class EngagementPayload implements Payload {
    private static final String ENTITY = "engagement";

    @Override
    public List<Event> read(Hook hook) throws Rejected {
        JsonNode body = JsonBody.object(hook.body());
        String person = body.hasNonNull("email") ? "email" : "user_ext_id";
        if (!body.path("type").isTextual() || Event.id(body.path(person)) == null)
            throw new Rejected(
                    Reason.EVENT, "expected type, and email or user_ext_id; campaign, time and id are welcome");
        String told = Event.id(body.path("id"));
        String id = told == null ? Digest.of(hook.body()) : told;
        JsonNode data = ((ObjectNode) body).put("id", id);
        return List.of(new Event(ENTITY, id, id, Event.time(body.path("time").asText("")), data));
    }
}
