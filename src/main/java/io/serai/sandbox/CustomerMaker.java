package io.serai.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.text.Normalizer;
import java.util.Locale;
import java.util.SplittableRandom;

/** Makes up customers and companies, the same for the same random numbers. */
final class CustomerMaker {
    private final String shop;
    private final Place home;

    CustomerMaker(String shop) {
        this.shop = shop;
        this.home = Place.of(shop);
    }

    /**
     * A person with an address that no other has.
     *
     * @param shared whether other shops make the same person for the same number
     */
    ObjectNode person(SplittableRandom random, int number, boolean shared) {
        Place place = shared ? Place.DE : home.someone(random);
        String first = place.firstName(random);
        String last = place.lastName(random);
        String host = shared ? "example.com" : shop.toLowerCase(Locale.ROOT) + ".example.com";
        ObjectNode customer = Json.object().put("email", email(first, last, number, host));
        customer.put("firstname", first).put("lastname", last).put("gender", 1 + random.nextInt(3));
        if (random.nextInt(3) > 0) {
            customer.put(
                    "dob",
                    String.format(
                            "19%02d-%02d-%02d",
                            50 + random.nextInt(50), 1 + random.nextInt(12), 1 + random.nextInt(28)));
        }
        if (random.nextInt(10) > 0) {
            ArrayNode addresses = customer.putArray("addresses");
            addresses.add(address(random, place, first, last)
                    .put("default_shipping", true)
                    .put("default_billing", true));
        }
        ObjectNode extension = customer.putObject("extension_attributes");
        if (random.nextInt(4) > 0) {
            extension.put("is_subscribed", random.nextBoolean());
        }
        ArrayNode attributes = customer.putArray("custom_attributes");
        attribute(attributes, "loyalty_tier", random.nextInt(5) == 0 ? "gold" : "basic");
        attribute(attributes, "loyalty_points", "0");
        return customer;
    }

    ObjectNode address(SplittableRandom random, Place place, String first, String last) {
        ObjectNode address = Json.object().put("country_id", place.country);
        address.putArray("street").add(place.street(random));
        address.put("telephone", place.phone(random)).put("postcode", place.postcode(random));
        return address.put("city", place.city(random)).put("firstname", first).put("lastname", last);
    }

    ObjectNode company(SplittableRandom random, int number) {
        String name = home.lastName(random);
        ObjectNode company = Json.object().put("status", 1);
        company.put("company_name", name + (home == Place.PL ? " Sp. z o.o." : " GmbH") + " " + number);
        company.put("company_email", "office-" + number + "@" + shop + ".example.com");
        company.put("legal_name", company.path("company_name").asText());
        company.put("vat_tax_id", home.vat(number * 7 + Math.floorMod(shop.hashCode(), 1000) * 10_000));
        company.putArray("street").add(home.street(random));
        company.put("city", home.city(random)).put("country_id", home.country);
        company.put("postcode", home.postcode(random)).put("telephone", home.phone(random));
        return company.put("customer_group_id", 4).put("sales_representative_id", 1);
    }

    /** Makes a person somebody who buys for a company. */
    void employ(SplittableRandom random, ObjectNode customer, int customerId, ObjectNode company) {
        customer.put("group_id", 4).put("taxvat", company.path("vat_tax_id").asText());
        customer.withObject("/extension_attributes")
                .putObject("company_attributes")
                .put("customer_id", customerId)
                .put("company_id", company.path("id").asInt())
                .put("job_title", random.nextBoolean() ? "Einkauf" : "Dział zakupów")
                .put("status", 1)
                .put("telephone", home.phone(random));
    }

    static void attribute(ArrayNode attributes, String code, String value) {
        attributes.addObject().put("attribute_code", code).put("value", value);
    }

    static String email(String first, String last, int number, String host) {
        String name = ascii(first) + "." + ascii(last);
        return (name.length() > 2 ? name : "shopper").toLowerCase(Locale.ROOT) + "." + number + "@" + host;
    }

    private static String ascii(String name) {
        StringBuilder plain = new StringBuilder(name.length());
        String parts = Normalizer.normalize(name, Normalizer.Form.NFD);
        for (int i = 0; i < parts.length(); i++) {
            char c = parts.charAt(i);
            switch (c) {
                case 'ł', 'Ł' -> plain.append('l');
                case 'ß' -> plain.append("ss");
                case 'ø' -> plain.append('o');
                default -> {
                    if (c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z') {
                        plain.append(c);
                    }
                }
            }
        }
        return plain.toString();
    }
}
