package io.serai.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Countries and their regions, as a Magento has them: a few of them. Which countries need a region is the shop's setting. */
final class Directory {
    /** A region as Magento numbers it. */
    record Region(int id, String code, String name) {}

    private static final Map<String, List<Region>> REGIONS = Map.of(
            "DE",
            List.of(
                    new Region(80, "BAW", "Baden-Württemberg"),
                    new Region(81, "BAY", "Bayern"),
                    new Region(82, "BER", "Berlin"),
                    new Region(85, "HAM", "Hamburg")),
            "US",
            List.of(new Region(12, "CA", "California"), new Region(43, "NY", "New York")));
    private static final Set<String> NEEDED = Set.of("US");
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

    private Directory() {}

    static List<Region> regions(String country) {
        return REGIONS.getOrDefault(country, List.of());
    }

    static boolean needsRegion(String country) {
        return NEEDED.contains(country);
    }

    static boolean knows(String country) {
        return COUNTRIES.contains(country);
    }

    /** As {@code GET /V1/directory/countries/<id>} shows it: ids of regions are text, and who has none has no such member. */
    static Optional<ObjectNode> country(String id) {
        if (!knows(id)) {
            return Optional.empty();
        }
        ObjectNode country = Json.object().put("id", id).put("two_letter_abbreviation", id);
        if (!regions(id).isEmpty()) {
            ArrayNode list = country.putArray("available_regions");
            regions(id)
                    .forEach(region -> list.addObject()
                            .put("id", Integer.toString(region.id()))
                            .put("code", region.code())
                            .put("name", region.name()));
        }
        return Optional.of(country);
    }

    static boolean has(String country, int region) {
        return regions(country).stream().anyMatch(each -> each.id() == region);
    }
}
