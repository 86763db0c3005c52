package io.serai.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What Magento wants of the addresses that a customer is written with. */
final class MagentoAddresses {
    private static final List<String> NEEDED = List.of("firstname", "lastname", "city", "telephone");
    private static final Set<String> WITHOUT_POSTCODE = Set.of("GB", "HK", "IE", "MO", "PA");

    private MagentoAddresses() {}

    /**
     * Refuses what Magento would.
     *
     * @param known the customer's addresses: ids lead to these only
     */
    static void check(JsonNode given, JsonNode known) {
        for (JsonNode address : given) {
            String id = address.path("id").asText();
            if (!id.isEmpty() && !has(known, id)) {
                throw new Refusal(MagentoErrors.noSuchEntity("addressId", id));
            }
            List<Reply> errors = errors(address);
            if (!errors.isEmpty()) {
                throw new Refusal(MagentoErrors.all(errors));
            }
        }
    }

    private static boolean has(JsonNode known, String id) {
        for (JsonNode address : known) {
            if (address.path("id").asText().equals(id)) {
                return true;
            }
        }
        return false;
    }

    private static List<Reply> errors(JsonNode address) {
        List<Reply> errors = new ArrayList<>();
        NEEDED.stream()
                .filter(field -> address.path(field).asText().isBlank())
                .forEach(field -> errors.add(MagentoErrors.required(field)));
        if (address.path("postcode").asText().isBlank()
                && !WITHOUT_POSTCODE.contains(address.path("country_id").asText())) {
            errors.add(MagentoErrors.required("postcode"));
        }
        if (address.path("street").path(0).asText().isBlank()) {
            errors.add(MagentoErrors.required("street"));
        }
        String country = address.path("country_id").asText();
        if (country.isBlank()) {
            errors.add(MagentoErrors.required("countryId"));
        } else if (!Directory.knows(country)) {
            errors.add(MagentoErrors.invalid("countryId", country));
        } else {
            region(address, country, errors);
        }
        return errors;
    }

    /** The region's id counts, that of the member region before the address's own; one of another country is refused. */
    private static void region(JsonNode address, String country, List<Reply> errors) {
        int id = address.path("region")
                .path("region_id")
                .asInt(address.path("region_id").asInt());
        boolean named = !address.path("region").path("region").asText().isBlank();
        if (Directory.regions(country).isEmpty()) {
            if (Directory.needsRegion(country) && !named) {
                errors.add(MagentoErrors.required("region"));
            }
        } else if (id == 0 && Directory.needsRegion(country)) {
            errors.add(MagentoErrors.required("regionId"));
        } else if (id != 0 && !Directory.has(country, id)) {
            errors.add(MagentoErrors.invalid("regionId", Integer.toString(id)));
        }
    }
}
