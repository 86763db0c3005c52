package io.serai.connect.hook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.serai.connect.hook.Rejected.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What Adobe Commerce tells by Adobe I/O Events: one CloudEvent, or an array of them, such as {@code {"type":"com.adobe.commerce.observer.customer_save_commit_after","id":"..",
 * "data":{"value":{..}}}}. A shop sends only the fields that somebody chose, so an event becomes {@code {"entity":"customer","id":"42"}}, of which a flow reads
 * the record; that a customer was deleted is told as it is. Events about anything else are taken and forgotten.
 */
final class AdobePayload implements Payload {
    private static final String SHOP = "com.adobe.commerce.";

    /** @param ids where the id may stand in the value, the first that does */
    private record Rule(Pattern type, String entity, List<String> ids) {
        Rule(String type, String entity, String... ids) {
            this(Pattern.compile(type), entity, List.of(ids));
        }
    }

    /** The first that fits counts. */
    private static final List<Rule> RULES = List.of(
            new Rule("observer\\.customer_delete.*", "customer.deleted", "/entity_id", "/id", "/customer_id"),
            new Rule("observer\\.customer_address_.*", "customer", "/customer_id", "/parent_id"),
            new Rule(
                    "observer\\.customer_(save|register|account).*",
                    "customer",
                    "/entity_id",
                    "/id",
                    "/customer_id",
                    "/customer/id"),
            new Rule("observer\\.newsletter_subscriber_.*", "customer", "/customer_id"),
            new Rule("plugin\\..*customer_repository\\.save", "customer", "/id", "/customer/id"),
            new Rule(
                    "observer\\.sales_order_(creditmemo|invoice|shipment|status_history|payment)_.*",
                    "order",
                    "/order_id",
                    "/parent_id"),
            new Rule(
                    "observer\\.(sales_order_(save|place|delete)|checkout_submit_all).*",
                    "order",
                    "/entity_id",
                    "/order/entity_id",
                    "/order_id"),
            new Rule(
                    "plugin\\..*order_(repository\\.save|management\\.place)",
                    "order",
                    "/entity_id",
                    "/order/entity_id"),
            new Rule("observer\\.rma_(save|status_history).*", "return", "/rma_entity_id", "/entity_id"),
            new Rule("observer\\.(sales_quote|checkout_cart)_save.*", "cart", "/entity_id", "/id", "/quote_id"),
            new Rule("observer\\.catalog_product_save.*", "product", "/sku"));

    /** Of nobody: a subscriber without an account. */
    private static final String NOBODY = "0";

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
    private static Event event(JsonNode told) throws Rejected {
        JsonNode event = told.path("event").isObject() ? told.path("event") : told;
        String type = event.path("type").asText(event.path("@type").asText(""));
        String name = type.startsWith(SHOP) ? type.substring(SHOP.length()) : type;
        for (Rule rule : RULES) if (rule.type().matcher(name).matches()) return event(told, event, rule);
        return null;
    }

    private static Event event(JsonNode told, JsonNode event, Rule rule) throws Rejected {
        String id = id(event.path("data").path("value"), rule);
        if (NOBODY.equals(id)) return null;
        if (id == null)
            throw new Rejected(
                    Reason.EVENT,
                    "expected data.value of an event about a " + rule.entity() + " to have one of " + rule.ids()
                            + ": choose this field where the shop subscribes to the event");
        var at = Event.time(event.path("time").asText(""));
        if (rule.entity().equals("customer.deleted"))
            return new Event(
                    rule.entity(),
                    id,
                    key(told, event),
                    at,
                    JsonNodeFactory.instance.objectNode().put("id", id));
        return new Event(
                "event",
                rule.entity() + ":" + id,
                key(told, event),
                at,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("entity", rule.entity())
                        .put("id", id));
    }

    private static String id(JsonNode value, Rule rule) {
        for (String place : rule.ids()) {
            String id = Event.id(value.at(place));
            if (id != null) return id;
        }
        return null;
    }

    /** The same when it is sent again. */
    private static String key(JsonNode told, JsonNode event) {
        for (JsonNode id : List.of(event.path("id"), told.path("eventid"), told.path("event_id"))) {
            String key = Event.id(id);
            if (key != null) return key;
        }
        return Digest.of(told.toString().getBytes(StandardCharsets.UTF_8));
    }
}
