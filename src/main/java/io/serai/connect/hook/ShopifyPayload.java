package io.serai.connect.hook;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.connect.hook.Rejected.Reason;
import java.util.List;
import java.util.Map;

/**
 * Shopify: the body is the record, the header tells the topic. No header is signed: the body must look as the topic's bodies do, lest what
 * was sent as an update comes again as an erasure, and the key is made of the topic and the body.
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
        if (!fits(entity, body))
            throw new Rejected(Reason.EVENT, "expected the body to be what Shopify sends as " + topic);
        String key = topic + ":" + Digest.of(hook.body());
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

    private static boolean fits(String entity, JsonNode body) {
        boolean ofShop = body.has("shop_id") && body.has("shop_domain");
        return switch (entity) {
            case "customer.redacted" -> ofShop && !body.has("data_request") && !body.has("orders_requested");
            case "customer.requested" -> ofShop && !body.has("orders_to_redact");
            case "shop.redacted" -> ofShop && !body.has("customer");
            case "customer.deleted" -> !body.has("updated_at") && !body.has("created_at");
            default -> true;
        };
    }
}
