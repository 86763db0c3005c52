package io.serai.connect.hook;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.connect.hook.Rejected.Reason;
import java.util.List;
import java.util.Map;

/**
 * WooCommerce: the body is the record as REST shows it, of a deleted one {@code {"id":n}}; a header tells the topic. No header is signed:
 * only the body tells whether the record is gone, and the key is made of the topic and the body.
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
        String topic = hook.required(TOPIC, LONGEST);
        String entity = ENTITIES.get(topic);
        JsonNode body = JsonBody.object(hook.body());
        String id = Event.id(body.path("id"));
        if (entity == null || id == null)
            throw new Rejected(
                    Reason.EVENT,
                    "expected " + TOPIC + " to be a topic of customers or orders, and the body to have an id");
        boolean gone = entity.endsWith(".deleted");
        if (gone != (body.size() == 1))
            throw new Rejected(Reason.EVENT, "expected the body to be what WooCommerce sends as " + topic);
        String key = topic + ":" + Digest.of(hook.body());
        // An order may be deleted, restored and deleted again: the bodies are the same.
        if (gone) key += ":" + hook.required("X-WC-Webhook-Delivery-ID", LONGEST);
        return List.of(new Event(entity, id, key, null, body));
    }
}
