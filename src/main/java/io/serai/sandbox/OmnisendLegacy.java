package io.serai.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Map;

/** How the version before the dated ones, v5, writes contacts: contactID, statusDate, and pages by offset. */
final class OmnisendLegacy {
    private static final Map<String, String> NAMES = Map.of("statusChangedAt", "statusDate");

    private OmnisendLegacy() {}

    static ObjectNode contact(JsonNode contact) {
        ObjectNode legacy = ((ObjectNode) rename(contact, NAMES))
                .put("contactID", contact.path("id").asText());
        legacy.remove("id");
        return legacy;
    }

    /** A request of v5 as one of today. */
    static JsonNode request(JsonNode request) {
        return rename(request, Map.of("statusDate", "statusChangedAt"));
    }

    static Reply list(Call call, Collection<OmnisendContact> contacts) {
        Window window = Window.of(call);
        ObjectNode json = Json.object();
        ArrayNode page = json.putArray("contacts");
        String email = call.query("email").orElse("");
        contacts.stream()
                .filter(contact -> email.isEmpty() || email.equalsIgnoreCase(contact.email()))
                .skip(window.offset())
                .limit(window.limit())
                .forEach(contact -> page.add(contact(contact.toJson())));
        long next = window.offset() + page.size();
        ObjectNode paging =
                json.putObject("paging").put("limit", window.limit()).put("offset", window.offset());
        paging.put(
                "next",
                next < contacts.size()
                        ? call.base() + "/v5/contacts?limit=" + window.limit() + "&offset=" + next
                        : null);
        return Reply.json(200, json);
    }

    private static JsonNode rename(JsonNode node, Map<String, String> names) {
        if (node instanceof ArrayNode array) {
            ArrayNode copy = Json.array();
            array.forEach(element -> copy.add(rename(element, names)));
            return copy;
        }
        if (!(node instanceof ObjectNode object)) {
            return node;
        }
        ObjectNode copy = Json.object();
        object.properties()
                .forEach(member -> copy.set(
                        names.getOrDefault(member.getKey(), member.getKey()), rename(member.getValue(), names)));
        return copy;
    }
}
