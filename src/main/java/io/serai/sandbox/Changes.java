package io.serai.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.SplittableRandom;

/** What happens to customers and orders later. Loyalty points only grow and orders only move forward, so older states are recognised. */
final class Changes {
    private Changes() {}

    /** Something new about a customer; a quiet change touches only the newsletter or an address. */
    static ObjectNode of(ObjectNode customer, SplittableRandom random, boolean quiet) {
        ObjectNode change = Json.object();
        Place place = place(customer);
        boolean move = customer.path("addresses").isArray() && random.nextInt(3) == 0;
        if (move) {
            ArrayNode addresses = ((ArrayNode) customer.path("addresses")).deepCopy();
            ObjectNode first = (ObjectNode) addresses.get(0);
            first.putArray("street").add(place.street(random));
            first.put("telephone", place.phone(random));
            change.set("addresses", addresses);
        }
        if (quiet) {
            if (!move) {
                boolean subscribed =
                        customer.at("/extension_attributes/is_subscribed").asBoolean();
                change.putObject("extension_attributes").put("is_subscribed", !subscribed);
            }
            return change;
        }
        int points = 1 + random.nextInt(50);
        for (JsonNode attribute : customer.path("custom_attributes")) {
            if (attribute.path("attribute_code").asText().equals("loyalty_points")) {
                points += attribute.path("value").asInt();
            }
        }
        CustomerMaker.attribute(change.putArray("custom_attributes"), "loyalty_points", Integer.toString(points));
        if (random.nextInt(2) == 0) {
            change.put("lastname", place.lastName(random));
        }
        return change;
    }

    /** The next step of an order; empty when it has come to its end. */
    static ObjectNode next(ObjectNode order) {
        String state = order.path("state").asText();
        ObjectNode change = Json.object();
        switch (state) {
            case "new" ->
                change.put("state", "processing")
                        .put("status", "processing")
                        .put("total_paid", order.path("grand_total").asDouble())
                        .put("total_due", 0);
            case "processing" -> change.put("state", "complete").put("status", "complete");
            default -> {}
        }
        return change;
    }

    private static Place place(ObjectNode customer) {
        String country = customer.path("addresses").path(0).path("country_id").asText();
        for (Place place : Place.values()) {
            if (place.country.equals(country)) {
                return place;
            }
        }
        return Place.DE;
    }
}
