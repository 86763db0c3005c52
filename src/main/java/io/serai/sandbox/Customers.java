package io.serai.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The customers of a shop, and the rules for writing them. What is given to be written is used up. Not thread-safe. */
final class Customers {
    private static final Set<String> COLUMNS = Set.of(
            "entity_id",
            "email",
            "firstname",
            "lastname",
            "middlename",
            "prefix",
            "suffix",
            "group_id",
            "store_id",
            "website_id",
            "created_at",
            "updated_at",
            "created_in",
            "dob",
            "gender",
            "taxvat",
            "confirmation",
            "default_billing",
            "default_shipping",
            "loyalty_tier",
            "loyalty_points");
    private static final List<String> FIXED = List.of("id", "created_at", "updated_at");
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s.]+");
    /** Members that live outside of the customer's own row, so that changing them does not touch its {@code updated_at}. */
    private static final List<String> ELSEWHERE =
            List.of("addresses", "extension_attributes", "default_billing", "default_shipping", "updated_at");

    final Shelf shelf = new Shelf("id", true, COLUMNS);
    private final Map<String, Integer> byEmail = new HashMap<>();
    private int nextAddress = 1;
    private boolean silenceUnsubscribes;
    private boolean addressRules = true;

    /** As before Magento 2.4: whoever writes extension attributes without the newsletter's unsubscribes the customer. */
    void silenceUnsubscribes(boolean on) {
        silenceUnsubscribes = on;
    }

    /** Whether addresses that somebody changes a customer with must be complete, as Magento wants them. */
    void addressRules(boolean on) {
        addressRules = on;
    }

    /** Refuses addresses that Magento would. */
    void checkAddresses(Entity customer, ObjectNode given) {
        if (addressRules && given.path("addresses").isArray()) {
            MagentoAddresses.check(given.path("addresses"), customer.read().path("addresses"));
        }
    }

    /** Adds a customer; a wrong one is refused. Incomplete addresses are taken, other than by Magento. */
    Entity create(ObjectNode given, long now) {
        ObjectNode customer = Json.object().put("id", shelf.nextId()).put("group_id", 1);
        customer.put("created_at", Times.text(now)).put("updated_at", Times.text(now));
        customer.put("created_in", "Default Store View").put("store_id", 1).put("website_id", 1);
        given.remove(FIXED);
        withoutNulls(given);
        customer.setAll(given);
        check(customer, 0);
        number(customer, shelf.nextId());
        customer.put("disable_auto_group_change", 0);
        Entity entity = shelf.add(customer, now, now);
        byEmail.put(emailKey(customer), entity.id);
        return entity;
    }

    /**
     * Changes the given members. Given addresses replace all addresses: those that are not given are gone. Changes of addresses and of
     * the newsletter leave {@code updated_at} as it is.
     */
    void update(Entity entity, ObjectNode given, long now) {
        ObjectNode old = entity.read();
        ObjectNode customer = old.deepCopy();
        given.remove(FIXED);
        JsonNode extension = given.remove("extension_attributes");
        JsonNode attributes = given.remove("custom_attributes");
        customer.setAll(given);
        withoutNulls(customer);
        if (extension instanceof ObjectNode object) {
            if (silenceUnsubscribes && !object.hasNonNull("is_subscribed")) {
                object.put("is_subscribed", false);
            }
            customer.withObject("/extension_attributes").setAll(object);
        }
        if (attributes instanceof ArrayNode list) {
            merge(customer.withArray("/custom_attributes"), list);
        }
        check(customer, entity.id);
        number(customer, entity.id);
        boolean quiet = row(customer).equals(row(old));
        long changed = quiet ? entity.updatedAt : Math.max(now, entity.updatedAt);
        customer.put("updated_at", Times.text(changed));
        byEmail.remove(emailKey(old));
        byEmail.put(emailKey(customer), entity.id);
        shelf.replace(entity, customer, changed);
    }

    void delete(Entity entity) {
        byEmail.remove(emailKey(entity.read()));
        shelf.remove(entity);
    }

    private void check(ObjectNode customer, int id) {
        for (String field : List.of("email", "firstname", "lastname")) {
            if (customer.path(field).asText().isBlank()) {
                throw new Refusal(MagentoErrors.required(field));
            }
        }
        if (!EMAIL.matcher(customer.path("email").asText()).matches()) {
            throw new Refusal(
                    MagentoErrors.invalid("email", customer.path("email").asText()));
        }
        Integer other = byEmail.get(emailKey(customer));
        if (other != null && other != id) {
            throw new Refusal(MagentoErrors.error(
                    400, "A customer with the same email address already exists in an associated website."));
        }
    }

    private void number(ObjectNode customer, int id) {
        for (JsonNode node : customer.path("addresses")) {
            if (node instanceof ObjectNode address) {
                if (!address.has("id")) {
                    address.put("id", nextAddress++);
                }
                address.put("customer_id", id);
                String text = address.path("id").asText();
                if (address.path("default_billing").asBoolean()) {
                    customer.put("default_billing", text);
                }
                if (address.path("default_shipping").asBoolean()) {
                    customer.put("default_shipping", text);
                }
            }
        }
    }

    private static void merge(ArrayNode attributes, ArrayNode changes) {
        for (JsonNode change : changes) {
            String code = change.path("attribute_code").asText();
            for (int i = attributes.size() - 1; i >= 0; i--) {
                if (attributes.get(i).path("attribute_code").asText().equals(code)) {
                    attributes.remove(i);
                }
            }
            if (!change.path("value").isNull()) {
                attributes.add(change.deepCopy());
            }
        }
    }

    private static ObjectNode row(ObjectNode customer) {
        ObjectNode row = Json.object();
        row.setAll(customer);
        return row.remove(ELSEWHERE);
    }

    private static void withoutNulls(ObjectNode json) {
        json.properties().removeIf(member -> member.getValue().isNull());
    }

    private static String emailKey(ObjectNode customer) {
        return customer.path("email").asText().toLowerCase(Locale.ROOT) + "|"
                + customer.path("website_id").asText();
    }
}
