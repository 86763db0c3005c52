package io.serai.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntSupplier;

/** Makes up orders whose figures add up, the same for the same random numbers. */
final class OrderMaker {
    private final CustomerMaker people;
    private final Place home;
    private final String host;
    private final IntSupplier itemIds;

    OrderMaker(String shop, CustomerMaker people, IntSupplier itemIds) {
        this.people = people;
        this.home = Place.of(shop);
        this.host = shop + ".example.com";
        this.itemIds = itemIds;
    }

    /** An order of a customer of the shop. */
    ObjectNode ofCustomer(SplittableRandom random, ObjectNode customer) {
        ObjectNode order = Json.object().put("customer_id", customer.path("id").asInt());
        order.put("customer_is_guest", 0)
                .put("customer_email", customer.path("email").asText());
        order.put("customer_firstname", customer.path("firstname").asText());
        order.put("customer_lastname", customer.path("lastname").asText());
        order.put("customer_group_id", customer.path("group_id").asInt());
        JsonNode known = customer.path("addresses").path(0);
        ObjectNode address = known.isObject()
                ? known.deepCopy()
                : people.address(
                        random,
                        home,
                        customer.path("firstname").asText(),
                        customer.path("lastname").asText());
        address.remove(List.of("id", "customer_id", "default_billing", "default_shipping"));
        JsonNode company = customer.at("/extension_attributes/company_attributes/company_id");
        if (company.isInt()) {
            order.putObject("extension_attributes")
                    .putObject("company_order_attributes")
                    .put("company_id", company.asInt());
        }
        return complete(random, order, address, company.isInt());
    }

    /** An order of somebody without an account; the name is only in the billing address. */
    ObjectNode ofGuest(SplittableRandom random, int number) {
        Place place = home.someone(random);
        String first = place.firstName(random);
        String last = place.lastName(random);
        ObjectNode order = Json.object().put("customer_is_guest", 1).put("customer_group_id", 0);
        order.put("customer_email", CustomerMaker.email(first, last, number, "guest." + host));
        return complete(random, order, people.address(random, place, first, last), false);
    }

    private ObjectNode complete(SplittableRandom random, ObjectNode order, ObjectNode address, boolean business) {
        boolean coupon = random.nextInt(5) == 0;
        boolean paid = random.nextInt(3) > 0;
        order.put("order_currency_code", home.currency).put("base_currency_code", home.currency);
        ArrayNode items = order.putArray("items");
        Totals totals = new Totals(home.taxPercent, coupon ? 10 : 0);
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            int quantity = business || random.nextInt(20) == 0 ? 5 + random.nextInt(20) : 1 + random.nextInt(2);
            item(random, items, Catalog.any(random), quantity, totals);
        }
        totals.write(order, paid, random.nextInt(4) == 0 ? 0 : 490);
        if (coupon) {
            order.put("coupon_code", "WELCOME10").put("discount_description", "WELCOME10");
        }
        order.put("state", paid ? "processing" : "new").put("status", paid ? "processing" : "pending");
        ObjectNode billing = address.deepCopy().put("address_type", "billing");
        order.set(
                "billing_address",
                billing.put("email", order.path("customer_email").asText()));
        payment(order.putObject("payment"), paid);
        ObjectNode extension = order.withObject("/extension_attributes");
        ObjectNode shipping =
                extension.putArray("shipping_assignments").addObject().putObject("shipping");
        shipping.set("address", address.deepCopy().put("address_type", "shipping"));
        shipping.put("method", "flatrate_flatrate");
        totals.taxes(extension.putArray("applied_taxes"), home.country);
        return order;
    }

    private void item(SplittableRandom random, ArrayNode items, Catalog.Product product, int quantity, Totals totals) {
        ObjectNode line = items.addObject().put("item_id", itemIds.getAsInt());
        boolean configurable = !product.variants().isEmpty();
        String sku = configurable
                ? product.sku() + "-"
                        + product.variants()
                                .get(random.nextInt(product.variants().size()))
                : product.sku();
        line.put("sku", sku).put("name", product.name());
        line.put("product_type", configurable ? "configurable" : "simple").put("qty_ordered", quantity);
        totals.add(line, product.cents(), quantity);
        if (configurable) {
            items.addObject()
                    .put("item_id", itemIds.getAsInt())
                    .put("parent_item_id", line.path("item_id").asInt())
                    .put("sku", sku)
                    .put("name", product.name() + sku.substring(product.sku().length()))
                    .put("product_type", "simple")
                    .put("qty_ordered", quantity)
                    .put("price", 0)
                    .put("row_total", 0);
        }
    }

    private static void payment(ObjectNode payment, boolean paid) {
        payment.put("method", paid ? "cc" : "checkmo");
        payment.putNull("account_status").putNull("cc_last4");
        payment.putArray("additional_information").add(paid ? "Card" : "Check / Money order");
    }
}
