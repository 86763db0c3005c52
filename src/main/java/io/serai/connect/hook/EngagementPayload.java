package io.serai.connect.hook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.connect.hook.Rejected.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What a person did with a campaign, as merchants write it into an automation's HTTP step: {@code {"type": "click", "email": "...",
 * "campaign": "...", "time": "...", "id": "..."}}. It is passed on as a fact ({@code clicked}, {@code at}), which is about no
 * object of the tool. Where the step has no id to give, the same body is the same fact; but who unsubscribes again, after a yes, has decided anew.
 */
final class EngagementPayload implements Payload {
    private static final String ENTITY = "engagement";
    private static final String YES = "subscribe";
    private static final String NO = "unsubscribe";
    private static final Map<String, String> FACTS = Map.of("click", "clicked", "open", "opened");

    private final boolean decides;

    /** @param decides whether {@code subscribe} is a person's yes; then it must tell when it was given, as a call that comes late may be older than a no */
    EngagementPayload(boolean decides) {
        this.decides = decides;
    }

    @Override
    public List<Event> read(Hook hook) throws Rejected {
        JsonNode body = JsonBody.object(hook.body());
        String person = body.hasNonNull("email") ? "email" : "user_ext_id";
        if (!body.path("type").isTextual() || Event.id(body.path(person)) == null)
            throw new Rejected(
                    Reason.EVENT, "expected type, and email or user_ext_id; campaign, time and id are welcome");
        String told = Event.id(body.path("id"));
        Instant said = Event.time(body.path("time").asText(""));
        String type = body.path("type").asText();
        if (decides && type.equals(YES) && said == null)
            throw new Rejected(Reason.EVENT, "expected time, when who subscribes did: it may be older than a refusal");
        boolean again = type.equals(NO) && said == null;
        String id = told != null ? told : again ? UUID.randomUUID().toString() : Digest.of(hook.body());
        return List.of(new Event(ENTITY, null, id, said, fact(body, id, said == null ? Instant.now() : said)));
    }

    private static ObjectNode fact(JsonNode body, String id, Instant at) {
        String type = body.path("type").asText();
        ObjectNode fact = ((ObjectNode) body).deepCopy().put("id", id);
        fact.remove("time");
        return fact.put("type", FACTS.getOrDefault(type, type)).put("at", at.toString());
    }
}
