package io.serai.connect.hook;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.connect.hook.Rejected.Reason;
import java.util.List;
import java.util.Map;

/**
 * Shopify: the body is the record, the header tells the topic. One thing that happened may be told under several topics with one event
 * id, so that the key is made of both.
 */
final class ShopifyPayload implements Payload {
    private static final String TOPIC = "X-Shopify-Topic";
    private static final int LONGEST = 100;
    private static final Map<String, String> ENTITIES = Map.ofEntries(
            Map.entry("customers/create", "customer"),
            Map.entry("customers/update", "customer"),
            Map.entry("customers/enable", "customer"),
            Map.entry("customers/disable", "customer"),
            Map.entry("customers/delete", "customer.deleted"),
            Map.entry("customers/redact", "customer.redacted"),
            Map.entry("customers/data_request", "customer.requested"),
            Map.entry("shop/redact", "shop.redacted"),
            Map.entry("orders/create", "order"),
            Map.entry("orders/updated", "order"),
            Map.entry("orders/paid", "order"),
            Map.entry("orders/fulfilled", "order"),
            Map.entry("orders/partially_fulfilled", "order"),
            Map.entry("orders/cancelled", "order"));

    @Override
    public List<Event> read(Hook hook) throws Rejected {
        String topic = hook.required(TOPIC, LONGEST);
        String entity = ENTITIES.get(topic);
        JsonNode body = JsonBody.object(hook.body());
        String id = entity == null ? null : id(entity, body);
        if (id == null)
            throw new Rejected(
                    Reason.EVENT,
                    "expected " + TOPIC + " to be a topic of customers or orders, and the body to have the id of one");
        String event = hook.header("X-Shopify-Event-Id");
        String key = topic + ":" + (event == null ? hook.required("X-Shopify-Webhook-Id", LONGEST) : event);
        return List.of(new Event(entity, id, key, Event.time(hook.header("X-Shopify-Triggered-At")), body));
    }

    private static String id(String entity, JsonNode body) {
        return switch (entity) {
            case "customer.redacted", "customer.requested" ->
                Event.id(body.path("customer").path("id"));
            case "shop.redacted" -> Event.id(body.path("shop_id"));
            default -> Event.id(body.path("id"));
        };
    }
}
