package io.serai.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;

/**
 * The returns (RMA) of a shop, which only Adobe Commerce has. A return has no time of change; a new status leaves a comment of the shop's
 * own, as it does when staff sets it. Not thread-safe.
 */
final class Returns {
    private static final Set<String> COLUMNS = Set.of(
            "entity_id",
            "increment_id",
            "order_id",
            "order_increment_id",
            "store_id",
            "customer_id",
            "date_requested",
            "customer_custom_email",
            "status");
    private static final List<String> FIXED =
            List.of("entity_id", "increment_id", "order_increment_id", "date_requested", "comments");

    final Shelf shelf = new Shelf("entity_id", false, COLUMNS);
    private int nextItem = 1;
    private int nextComment = 1;

    /** Asks for a return of items of an order, whose number and customer it takes over. */
    Entity request(ObjectNode given, ObjectNode order, long now) {
        if (!given.path("items").isArray() || given.path("items").isEmpty()) {
            throw new Refusal(MagentoErrors.required("items"));
        }
        int id = shelf.nextId();
        ObjectNode rma = Json.object()
                .put("entity_id", id)
                .put("increment_id", Integer.toString(1_000_000_000 + id).substring(1));
        rma.put("order_id", order.path("entity_id").asInt());
        rma.put("order_increment_id", order.path("increment_id").asText());
        rma.put("store_id", order.path("store_id").asInt());
        if (order.hasNonNull("customer_id")) {
            rma.put("customer_id", order.path("customer_id").asInt());
        }
        rma.put("date_requested", Times.text(now)).put("status", "pending");
        JsonNode comments = given.path("comments").deepCopy();
        given.remove(FIXED);
        rma.setAll(given);
        for (JsonNode item : rma.path("items")) {
            ((ObjectNode) item).put("entity_id", nextItem++).put("rma_entity_id", id);
            if (!item.has("status")) {
                ((ObjectNode) item).put("status", "pending");
            }
        }
        rma.putArray("comments");
        rma.putArray("tracks");
        for (JsonNode comment : comments) {
            add(rma, comment.path("comment").asText(), false, now);
        }
        return shelf.add(rma, now, now);
    }

    void update(Entity entity, ObjectNode given, long now) {
        ObjectNode rma = entity.read();
        String before = rma.path("status").asText();
        given.remove(FIXED);
        rma.setAll(given);
        if (!rma.path("status").asText().equals(before)) {
            add(rma, "Your return request is " + rma.path("status").asText() + ".", true, now);
        }
        shelf.replace(entity, rma, Math.max(now, entity.updatedAt));
    }

    void comment(Entity entity, ObjectNode given, long now) {
        if (given.path("comment").asText().isBlank()) {
            throw new Refusal(MagentoErrors.required("comment"));
        }
        ObjectNode rma = entity.read();
        add(rma, given.path("comment").asText(), given.path("admin").asBoolean(), now);
        shelf.replace(entity, rma, Math.max(now, entity.updatedAt));
    }

    private void add(ObjectNode rma, String text, boolean admin, long now) {
        rma.withArray("/comments")
                .addObject()
                .put("comment", text)
                .put("rma_entity_id", rma.path("entity_id").asInt())
                .put("created_at", Times.text(now))
                .put("entity_id", nextComment++)
                .put("customer_notified", false)
                .put("visible_on_front", true)
                .put("status", rma.path("status").asText())
                .put("admin", admin);
    }
}
