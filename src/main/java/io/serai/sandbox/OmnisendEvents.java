package io.serai.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What happened to contacts. An event of now triggers the automations each time that it is sent: the same eventID twice is two mails. Only
 * what lies in the past is known again, by eventID and eventTime, and triggers nothing. Events of carts have no version. Not thread-safe: {@link Omnisend} guards it.
 */
final class OmnisendEvents {
    private static final Set<String> RECOMMENDED = Set.of(
            "placed order", "paid for order", "order fulfilled", "order canceled", "order refunded", "viewed product");
    private static final Duration REALTIME = Duration.ofDays(1);

    private final List<ObjectNode> taken = new ArrayList<>();
    private final List<ObjectNode> triggered = new ArrayList<>();
    private final Set<String> historical = new HashSet<>();
    private final OmnisendContacts contacts;

    OmnisendEvents(OmnisendContacts contacts) {
        this.contacts = contacts;
    }

    Reply post(JsonNode request) {
        String name = request.path("eventName").asText("");
        if (name.isBlank()) {
            throw OmnisendProblems.field("eventName", "required", "An event needs a name");
        }
        if (RECOMMENDED.contains(name)
                && request.path("eventVersion").asText("").isEmpty()) {
            throw OmnisendProblems.field("eventVersion", "required", "Needed for " + name);
        }
        String id = request.path("eventID").asText("");
        if (!id.isEmpty() && !id.matches("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}")) {
            throw OmnisendProblems.field("eventID", "invalid_format", "Must be a UUID");
        }
        String time = request.path("eventTime").asText("");
        OmnisendContact.checkTime(time, "eventTime");
        OmnisendContact contact = contact(request.path("contact"));
        boolean past = !time.isEmpty()
                && OffsetDateTime.parse(time)
                        .toInstant()
                        .isBefore(Instant.parse(contacts.now()).minus(REALTIME));
        if (past && !historical.add(id + " " + time)) {
            return Reply.empty(202);
        }
        taken.add(((ObjectNode) request).deepCopy());
        if (!past) {
            triggered.add(Json.object()
                    .put("to", contact.email())
                    .put("kind", name)
                    .put("order", request.at("/properties/orderID").asText(""))
                    .put("cart", request.at("/properties/cartID").asText("")));
        }
        return Reply.empty(202);
    }

    private OmnisendContact contact(JsonNode said) {
        if (said.hasNonNull("id")) {
            return contacts.get(said.path("id").asText());
        }
        String email = said.path("email").asText("");
        if (email.isEmpty() && said.path("phone").asText("").isEmpty()) {
            throw OmnisendProblems.field("contact", "required", "An event needs a contact");
        }
        ObjectNode request = ((ObjectNode) said).deepCopy();
        ArrayNode identifiers = request.putArray("identifiers");
        identifiers.addObject().put("type", "email").put("id", email).put("sendWelcomeMessage", false);
        contacts.upsert(request);
        return contacts.byEmail(email).orElseThrow();
    }

    int size() {
        return taken.size();
    }

    ArrayNode toJson() {
        ArrayNode json = Json.array();
        taken.forEach(json::add);
        return json;
    }

    /** The mails that automations sent. */
    List<ObjectNode> triggered() {
        return triggered;
    }
}
