package io.serai.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** The carts (quotes) of a shop. One that was ordered stays, inactive. Not thread-safe. */
final class Carts {
    private static final Set<String> COLUMNS = Set.of(
            "entity_id",
            "created_at",
            "updated_at",
            "is_active",
            "is_virtual",
            "items_count",
            "items_qty",
            "store_id",
            "customer_id",
            "customer_email",
            "customer_is_guest",
            "reserved_order_id");

    final Shelf shelf = new Shelf("id", false, COLUMNS);
    private final String currency;
    private int nextItem = 1;

    Carts(String currency) {
        this.currency = currency;
    }

    /** @param customer null for a guest, whose address is not known before the checkout */
    Entity open(ObjectNode customer, long now) {
        ObjectNode cart = Json.object().put("id", shelf.nextId());
        cart.put("created_at", Times.text(now)).put("updated_at", Times.text(now));
        cart.put("is_active", true).put("is_virtual", false);
        cart.putArray("items");
        cart.put("items_count", 0).put("items_qty", 0);
        ObjectNode who = cart.putObject("customer");
        if (customer == null) {
            who.putNull("email").putNull("firstname").putNull("lastname");
        } else {
            who.setAll(customer.deepCopy()
                    .retain("id", "group_id", "email", "firstname", "lastname", "store_id", "website_id"));
        }
        ObjectNode billing = cart.putObject("billing_address");
        billing.set("email", who.path("email"));
        cart.put("orig_order_id", 0);
        cart.putObject("currency").put("base_currency_code", currency).put("quote_currency_code", currency);
        cart.put("customer_is_guest", customer == null).put("store_id", 1);
        return shelf.add(cart, now, now);
    }

    /** Puts something in; the same sku again counts together. */
    ObjectNode put(Entity entity, ObjectNode given, JsonNode product, long now) {
        ObjectNode cart = active(entity);
        ArrayNode items = cart.withArray("/items");
        String sku = given.path("sku").asText();
        ObjectNode item = null;
        for (JsonNode each : items) {
            if (each.path("sku").asText().equals(sku)) {
                item = (ObjectNode) each;
            }
        }
        if (item == null) {
            item = items.addObject().put("item_id", nextItem++).put("sku", sku).put("qty", 0);
            item.put("name", product.path("name").asText(sku))
                    .put("price", product.path("price").asDouble())
                    .put("product_type", "simple")
                    .put("quote_id", cart.path("id").asText());
        }
        item.put("qty", item.path("qty").asInt() + given.path("qty").asInt(1));
        int quantity = 0;
        for (JsonNode each : items) {
            quantity += each.path("qty").asInt();
        }
        cart.put("items_count", items.size()).put("items_qty", quantity);
        save(entity, cart, now);
        return item;
    }

    /** A guest tells an address at the checkout. */
    void address(Entity entity, ObjectNode given, long now) {
        ObjectNode cart = active(entity);
        cart.withObject("/billing_address").setAll(given);
        save(entity, cart, now);
    }

    void ordered(Entity entity, String number, long now) {
        save(entity, active(entity).put("is_active", false).put("reserved_order_id", number), now);
    }

    ObjectNode active(Entity entity) {
        ObjectNode cart = entity.read();
        if (!cart.path("is_active").asBoolean()) {
            throw new Refusal(MagentoErrors.noSuchEntity("cartId", Integer.toString(entity.id)));
        }
        return cart;
    }

    private void save(Entity entity, ObjectNode cart, long now) {
        long changed = Math.max(now, entity.updatedAt);
        shelf.replace(entity, cart.put("updated_at", Times.text(changed)), changed);
    }
}
