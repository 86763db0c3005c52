package io.serai.connect.hook;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.connect.hook.Rejected.Reason;
import java.util.List;
import java.util.Map;

/**
 * WooCommerce: the body is the record as REST shows it, of a deleted one {@code {"id":n}}; a header tells the topic. Deliveries of one
 * second may share their id, so that the key has the body in it, too.
 */
final class WooCommercePayload implements Payload {
    private static final String TOPIC = "X-WC-Webhook-Topic";
    private static final int LONGEST = 100;
    private static final Map<String, String> ENTITIES = Map.of(
            "customer.created", "customer",
            "customer.updated", "customer",
            "customer.deleted", "customer.deleted",
            "order.created", "order",
            "order.updated", "order",
            "order.restored", "order",
            "order.deleted", "order.deleted");

    @Override
    public List<Event> read(Hook hook) throws Rejected {
        String entity = ENTITIES.get(hook.required(TOPIC, LONGEST));
        JsonNode body = JsonBody.object(hook.body());
        String id = Event.id(body.path("id"));
        if (entity == null || id == null)
            throw new Rejected(
                    Reason.EVENT,
                    "expected " + TOPIC + " to be a topic of customers or orders, and the body to have an id");
        String key = hook.required("X-WC-Webhook-Delivery-ID", LONGEST) + ":" + Digest.of(hook.body());
        return List.of(new Event(entity, id, key, null, body));
    }
}
