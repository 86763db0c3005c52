package io.serai.connect.hook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.serai.connect.hook.Rejected.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * BigCommerce tells only what changed, {@code {"scope":"store/order/updated","data":{"type":"order","id":7}}}: it becomes an event {@code
 * {"entity":"order","id":7}} of which a flow reads the record. Scopes of addresses mean their customer.
 */
final class BigCommercePayload implements Payload {
    private static final Set<String> ENTITIES = Set.of("customer", "order");

    @Override
    public List<Event> read(Hook hook) throws Rejected {
        JsonNode body = JsonBody.object(hook.body());
        String[] scope = body.path("scope").asText("").split("/");
        JsonNode data = body.path("data");
        boolean address = scope.length == 4 && scope[2].equals("address");
        boolean known = (scope.length == 3 || address) && scope[0].equals("store") && ENTITIES.contains(scope[1]);
        String id = Event.id(address ? data.path("address").path("customer_id") : data.path("id"));
        if (!known || id == null)
            throw new Rejected(
                    Reason.EVENT,
                    "expected a scope of store/<entity>/<verb> with one of the entities customer, order, and data.id");
        String key = hook.required(StandardSignature.ID, StandardSignature.LONGEST_ID);
        Instant at = body.path("created_at").isIntegralNumber()
                ? Instant.ofEpochSecond(body.path("created_at").longValue())
                : null;
        JsonNode event =
                JsonNodeFactory.instance.objectNode().put("entity", scope[1]).put("id", id);
        return List.of(
                !address && scope[2].equals("deleted")
                        ? new Event(scope[1] + ".deleted", id, key, at, event)
                        : new Event("event", scope[1] + ":" + id, key, at, event));
    }
}
