package io.serai.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;

/** The orders of a shop, and the rules for writing them. What is given to be written is used up. Not thread-safe. */
final class Orders {
    private static final Set<String> COLUMNS = Set.of(
            "entity_id",
            "increment_id",
            "state",
            "status",
            "store_id",
            "customer_id",
            "customer_email",
            "customer_firstname",
            "customer_lastname",
            "customer_group_id",
            "customer_is_guest",
            "order_currency_code",
            "base_currency_code",
            "subtotal",
            "grand_total",
            "base_grand_total",
            "tax_amount",
            "discount_amount",
            "shipping_amount",
            "total_paid",
            "total_due",
            "coupon_code",
            "created_at",
            "updated_at",
            "ext_order_id",
            "ext_customer_id");
    private static final List<String> FIXED = List.of("entity_id", "increment_id", "created_at", "updated_at");

    final Shelf shelf = new Shelf("entity_id", false, COLUMNS);
    private int nextItem = 1;
    private int nextComment = 1;

    /** Places an order; totals that are not given are those of its items. */
    Entity create(ObjectNode given, long now) {
        if (given.path("customer_email").asText().isBlank()) {
            throw new Refusal(MagentoErrors.required("customer_email"));
        }
        if (!given.path("items").isArray() || given.path("items").isEmpty()) {
            throw new Refusal(MagentoErrors.required("items"));
        }
        int id = shelf.nextId();
        ObjectNode order = Json.object()
                .put("entity_id", id)
                .put("increment_id", Integer.toString(1_000_000_000 + id).substring(1));
        order.put("state", "new").put("status", "pending").put("store_id", 1);
        order.put("created_at", Times.text(now)).put("updated_at", Times.text(now));
        order.put("customer_is_guest", given.hasNonNull("customer_id") ? 0 : 1);
        given.remove(FIXED);
        given.properties().removeIf(member -> member.getValue().isNull());
        order.setAll(given);
        complete(order);
        return shelf.add(order, now, now);
    }

    /** Changes the given members of an order. */
    void update(Entity entity, ObjectNode given, long now) {
        ObjectNode order = entity.read();
        given.remove(FIXED);
        order.setAll(given);
        order.properties().removeIf(member -> member.getValue().isNull());
        long changed = Math.max(now, entity.updatedAt);
        order.put("updated_at", Times.text(changed));
        shelf.replace(entity, order, changed);
    }

    /** Adds to the order's history; a status of another state than the order's is refused, and without one the order loses its own, as in Magento. */
    void comment(Entity entity, ObjectNode given, long now) {
        if (given.path("comment").asText().isBlank() && !given.hasNonNull("status")) {
            throw new Refusal(MagentoErrors.required("comment"));
        }
        ObjectNode order = entity.read();
        if (given.hasNonNull("status")) {
            String status = given.path("status").asText();
            if (!ofState(order.path("state").asText()).contains(status)) {
                throw new Refusal(MagentoErrors.error(
                        400,
                        "Unable to add comment: The status \"%1\" is not part of the order status history.",
                        status));
            }
            order.put("status", status);
        } else {
            order.remove("status");
        }
        order.withArray("/status_histories")
                .insertObject(0)
                .put("comment", given.path("comment").asText())
                .put("created_at", Times.text(now))
                .put("entity_id", nextComment++)
                .put("entity_name", "order")
                .put("is_customer_notified", given.path("is_customer_notified").asInt())
                .put("is_visible_on_front", given.path("is_visible_on_front").asInt())
                .put("parent_id", entity.id)
                .set("status", order.get("status"));
        long changed = Math.max(now, entity.updatedAt);
        shelf.replace(entity, order.put("updated_at", Times.text(changed)), changed);
    }

    /** The statuses that a shop without ones of its own has for a state. */
    private static List<String> ofState(String state) {
        return switch (state) {
            case "new" -> List.of("pending");
            case "processing" -> List.of("processing", "fraud");
            case "payment_review" -> List.of("payment_review", "fraud");
            default -> List.of(state);
        };
    }

    /** Orders of a customer who was deleted stay, without the customer. */
    void disown(int customer) {
        for (Entity entity : shelf.all()) {
            ObjectNode order = entity.read();
            if (order.path("customer_id").asInt() == customer) {
                order.remove("customer_id");
                shelf.replace(entity, order, entity.updatedAt);
            }
        }
    }

    int nextItemId() {
        return nextItem++;
    }

    private void complete(ObjectNode order) {
        double subtotal = 0;
        double tax = 0;
        for (JsonNode node : order.path("items")) {
            if (node instanceof ObjectNode item) {
                if (!item.has("item_id")) {
                    item.put("item_id", nextItemId());
                }
                double quantity = item.path("qty_ordered").asDouble(1);
                item.put("qty_ordered", quantity);
                if (!item.has("row_total")) {
                    item.put("row_total", cents(item.path("price").asDouble() * quantity));
                }
                if (!item.has("parent_item_id")) {
                    subtotal += item.path("row_total").asDouble();
                    tax += item.path("tax_amount").asDouble();
                }
            }
        }
        fill(order, "subtotal", subtotal);
        fill(order, "tax_amount", tax);
        fill(order, "discount_amount", 0);
        fill(order, "shipping_amount", 0);
        double total = order.path("subtotal").asDouble()
                + order.path("tax_amount").asDouble()
                + order.path("discount_amount").asDouble()
                + order.path("shipping_amount").asDouble();
        fill(order, "grand_total", total);
        fill(order, "base_grand_total", order.path("grand_total").asDouble());
        fill(
                order,
                "total_due",
                order.path("grand_total").asDouble() - order.path("total_paid").asDouble());
        if (!order.has("order_currency_code")) {
            order.put("order_currency_code", order.path("base_currency_code").asText("EUR"));
        }
        if (!order.has("base_currency_code")) {
            order.put("base_currency_code", order.path("order_currency_code").asText());
        }
    }

    private static void fill(ObjectNode order, String name, double value) {
        if (!order.has(name)) {
            order.put(name, cents(value));
        }
    }

    private static double cents(double amount) {
        return Math.round(amount * 100) / 100.0;
    }
}
