package io.serai.connect.hook;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.connect.hook.Rejected.Reason;
import java.util.List;

/**
 * Lets through what Adobe I/O Events sends to this client: {@code recipientclientid} of each event, which is signed with it ({@code recipient_client_id} in events that are no
 * CloudEvents). Anybody can have Adobe sign events of a shop of their own and send them here.
 */
record AdobeRecipient(String clientId, Payload payload) implements Payload {
    @Override
    public List<Event> read(Hook hook) throws Rejected {
        JsonNode body = JsonBody.container(hook.body());
        for (JsonNode told : body.isArray() ? body : List.of(body)) {
            JsonNode given = told.hasNonNull("recipientclientid")
                    ? told.path("recipientclientid")
                    : told.path("recipient_client_id");
            if (!given.asText("").equals(clientId))
                throw new Rejected(Reason.SIGNATURE, "expected recipientclientid to be the system's webhook.client-id");
        }
        return payload.read(hook);
    }
}
