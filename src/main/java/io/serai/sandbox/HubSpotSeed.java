package io.serai.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.sandbox.HubSpotEvents.Origin;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** What a HubSpot holds at its start: some of the people who also shop at {@code magento-pl}, and some of its own. */
final class HubSpotSeed {
    private static final List<String> STATUSES = List.of("NEW", "OPEN", "IN_PROGRESS", "CONNECTED");

    private HubSpotSeed() {}

    static void fill(HubSpotCrm crm, SandboxOptions.Seed seed, Clock clock) {
        if (seed.customers() == 0) {
            return;
        }
        HubSpotSchema.Type contacts = crm.schema.type("contacts").orElseThrow();
        Shop shop = new Shop("magento-pl", clock, (type, entity) -> {});
        shop.seed(seed);
        SplittableRandom random = new SplittableRandom(seed.number());
        for (Entity customer : shop.customers.shelf.all().subList(0, Math.min(4, seed.customers()))) {
            ObjectNode person = customer.read();
            crm.create(
                    contacts,
                    contact(
                            person.path("email").asText(),
                            person.path("firstname").asText(),
                            person.path("lastname").asText(),
                            random),
                    Origin.PEOPLE);
        }
        for (int i = 1; i <= 3; i++) {
            Place place = Place.DE;
            crm.create(
                    contacts,
                    contact(
                            "lead-" + i + "@hubspot.example.com",
                            place.firstName(random),
                            place.lastName(random),
                            random),
                    Origin.PEOPLE);
        }
        Map<String, String> company = new TreeMap<>(
                Map.of("name", "Berg Handel GmbH", "domain", "berg.example.com", "country", "DE", "city", "Köln"));
        crm.create(crm.schema.type("companies").orElseThrow(), company, Origin.PEOPLE);
    }

    private static Map<String, String> contact(String email, String first, String last, SplittableRandom random) {
        Map<String, String> values = new TreeMap<>(Map.of("email", email, "firstname", first, "lastname", last));
        values.put("lifecyclestage", "lead");
        values.put("hs_lead_status", STATUSES.get(random.nextInt(STATUSES.size())));
        values.put("hubspotscore", Integer.toString(random.nextInt(100)));
        return values;
    }

    /** A marketer works: a lead's status or score changes. */
    static void edit(HubSpotCrm crm, SplittableRandom random) {
        HubSpotSchema.Type contacts = crm.schema.type("contacts").orElseThrow();
        List<HubSpotObject> all = crm.live(contacts);
        if (all.isEmpty()) {
            return;
        }
        HubSpotObject contact = all.get(random.nextInt(all.size()));
        Map<String, String> change = new TreeMap<>();
        if (random.nextBoolean()) {
            change.put("hs_lead_status", STATUSES.get(random.nextInt(STATUSES.size())));
        } else {
            change.put("hubspotscore", Integer.toString(random.nextInt(100)));
        }
        crm.update(contacts, contact, change, Origin.PEOPLE);
    }
}
