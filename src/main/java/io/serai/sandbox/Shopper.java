package io.serai.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.SplittableRandom;

/**
 * Who buys in a {@link Storefront}.
 *
 * @param id of the customer; 0 for nobody that the shop knows
 * @param marketing whether mails are wanted; null when nobody asked
 */
record Shopper(
        long id,
        String email,
        String first,
        String last,
        String street,
        String city,
        String postcode,
        String country,
        String phone,
        Boolean marketing) {

    /** Somebody that only this shop knows. */
    static Shopper of(String shop, SplittableRandom random, int number) {
        return of(new CustomerMaker(shop).person(random, number, false));
    }

    /** One of those that the Magento doubles know, too: the only one of their first ten customers, with another number each. */
    static Shopper known(SandboxOptions.Seed seed, int number) {
        SplittableRandom random = Shop.random(seed.number(), 2, number * 10L - 3);
        random.nextDouble(); // the Magento doubles throw a die first
        return of(new CustomerMaker("magento").person(random, number * 10 - 2, true));
    }

    private static Shopper of(ObjectNode person) {
        JsonNode address = person.path("addresses").path(0);
        JsonNode subscribed = person.at("/extension_attributes/is_subscribed");
        return new Shopper(
                0,
                person.path("email").asText(),
                person.path("firstname").asText(),
                person.path("lastname").asText(),
                address.path("street").path(0).asText(),
                address.path("city").asText(),
                address.path("postcode").asText(),
                address.path("country_id").asText("DE"),
                address.path("telephone").asText(),
                subscribed.isBoolean() ? subscribed.asBoolean() : null);
    }

    Shopper as(long customer, String mail) {
        return new Shopper(customer, mail, first, last, street, city, postcode, country, phone, marketing);
    }
}
