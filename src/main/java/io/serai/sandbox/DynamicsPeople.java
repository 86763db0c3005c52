package io.serai.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.SplittableRandom;

/** People that are in the CRM from the start, some of whom buy in the Magentos too, and what is edited about them. */
final class DynamicsPeople {
    private static final List<String> JOBS = List.of("Buyer", "Head of Purchasing", "Assistant", "Owner", "Engineer");

    private DynamicsPeople() {}

    static void seed(DynamicsData data, SandboxOptions.Seed seed) {
        DynamicsTable contacts = data.tables.get("contacts");
        for (int i = 3; i < Math.min(10, seed.customers()); i++) {
            SplittableRandom random = Shop.random(seed.number(), 2, i);
            random.nextDouble(); // as a Magento draws
            boolean known = i < 5 || i == 7;
            CustomerMaker maker = new CustomerMaker(known ? "magento-pl" : "dynamics");
            ObjectNode person = maker.person(random, i + 1, i == 7);
            data.write(contacts, data.changed(contacts, null, contact(person)), DynamicsUser.PERSON);
        }
    }

    private static ObjectNode contact(ObjectNode person) {
        ObjectNode contact = Json.object();
        contact.set("emailaddress1", person.path("email"));
        contact.set("firstname", person.path("firstname"));
        contact.set("lastname", person.path("lastname"));
        JsonNode address = person.path("addresses").path(0);
        if (address.isObject()) {
            contact.set("telephone1", address.path("telephone"));
            contact.set("address1_line1", address.path("street").path(0));
            contact.set("address1_city", address.path("city"));
            contact.set("address1_postalcode", address.path("postcode"));
            contact.set("address1_country", address.path("country_id"));
        }
        return contact;
    }

    /** Another job for somebody; who has one may also want no more e-mail. */
    static void edit(DynamicsData data, SplittableRandom random) {
        DynamicsTable contacts = data.tables.get("contacts");
        List<DynamicsRow> rows = contacts.rows();
        if (rows.isEmpty()) {
            return;
        }
        DynamicsRow row = rows.get(random.nextInt(rows.size()));
        if (row.get("merged").asBoolean()) {
            return;
        }
        ObjectNode change = Json.object().put("jobtitle", JOBS.get(random.nextInt(JOBS.size())));
        if (random.nextInt(10) == 0) {
            change.put("donotbulkemail", !row.get("donotbulkemail").asBoolean());
        }
        data.write(contacts, data.changed(contacts, row, change), DynamicsUser.PERSON);
    }
}
