package io.serai.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * {@code POST /crm/v3/objects/<type>/search}: groups of filters of which one must hold, one sort, and no more hits of a query than
 * {@link HubSpotCrm#mostHits()}. Sees what the index has, which is behind.
 */
final class HubSpotSearch {
    private static final int MOST_GROUPS = 5;
    private static final int MOST_FILTERS = 6;
    private static final int LARGEST_PAGE = 200;

    private record Hit(HubSpotObject object, Map<String, String> values) {}

    private final HubSpotCrm crm;
    private final HubSpotSchema.Type type;

    HubSpotSearch(HubSpotCrm crm, HubSpotSchema.Type type) {
        this.crm = crm;
        this.type = type;
    }

    ObjectNode answer(ObjectNode query) {
        int limit = query.path("limit").asInt(10);
        String after = query.path("after").asText("0");
        if (limit < 1 || limit > LARGEST_PAGE || !after.matches("\\d{1,9}")) {
            throw HubSpotErrors.invalid("There was a problem with the request: limit or after.");
        }
        int offset = Integer.parseInt(after);
        if (offset + limit > crm.mostHits()) {
            throw HubSpotErrors.invalid("Paging: after + limit must not exceed " + crm.mostHits());
        }
        List<Hit> hits = hits(query);
        ObjectNode json = Json.object().put("total", hits.size());
        ArrayNode results = json.putArray("results");
        List<String> wanted = HubSpotBatch.texts(query.path("properties"));
        hits.stream()
                .skip(offset)
                .limit(limit)
                .forEach(hit -> results.add(hit.object().show(wanted, hit.values())));
        if (offset + limit < hits.size()) {
            json.putObject("paging").putObject("next").put("after", Integer.toString(offset + limit));
        }
        return json;
    }

    private List<Hit> hits(ObjectNode query) {
        long now = crm.now();
        List<List<JsonNode>> groups = groups(query.path("filterGroups"));
        Stream<Hit> hits = crm.all(type).stream()
                .filter(object -> !object.archived)
                .map(object -> new Hit(object, object.indexed(now, crm.lag())))
                .filter(hit -> hit.values() != null)
                .filter(hit -> groups.isEmpty() || groups.stream().anyMatch(group -> all(group, hit)));
        return hits.sorted(order(query.path("sorts"))).toList();
    }

    private static List<List<JsonNode>> groups(JsonNode given) {
        List<List<JsonNode>> groups = new ArrayList<>();
        given.forEach(group -> {
            List<JsonNode> filters = new ArrayList<>();
            group.path("filters").forEach(filters::add);
            groups.add(filters);
        });
        if (groups.size() > MOST_GROUPS || groups.stream().anyMatch(group -> group.size() > MOST_FILTERS)) {
            throw HubSpotErrors.invalid("There are too many filters or filter groups.");
        }
        return groups;
    }

    private boolean all(List<JsonNode> group, Hit hit) {
        return group.stream().allMatch(filter -> holds(filter, hit));
    }

    private boolean holds(JsonNode filter, Hit hit) {
        String name = filter.path("propertyName").asText();
        if (type.property(name).isEmpty()) {
            throw HubSpotErrors.invalid("There was a problem with the request: unknown property in filter.");
        }
        String has = hit.values().get(name);
        String value = filter.path("value").asText();
        return switch (filter.path("operator").asText()) {
            case "HAS_PROPERTY" -> has != null;
            case "NOT_HAS_PROPERTY" -> has == null;
            case "NEQ" -> !value.equals(has);
            case "EQ" -> has != null && compare(has, value) == 0;
            case "LT" -> has != null && compare(has, value) < 0;
            case "LTE" -> has != null && compare(has, value) <= 0;
            case "GT" -> has != null && compare(has, value) > 0;
            case "GTE" -> has != null && compare(has, value) >= 0;
            case "BETWEEN" ->
                has != null
                        && compare(has, value) >= 0
                        && compare(has, filter.path("highValue").asText()) <= 0;
            case "IN" ->
                has != null && HubSpotBatch.texts(filter.path("values")).contains(has);
            case "NOT_IN" ->
                has != null && !HubSpotBatch.texts(filter.path("values")).contains(has);
            case "CONTAINS_TOKEN" -> has != null && has.contains(value.replace("*", ""));
            default -> throw HubSpotErrors.invalid("Invalid input JSON: unknown operator");
        };
    }

    /** One sort only; what it leaves open is in no promised order: here the newest object first. */
    private static Comparator<Hit> order(JsonNode sorts) {
        Comparator<Hit> open = Comparator.comparingLong(hit -> -hit.object().id);
        if (sorts.size() > 1) {
            throw HubSpotErrors.invalid("Only one sort is allowed.");
        }
        if (sorts.isEmpty()) {
            return Comparator.comparingLong(hit -> hit.object().id);
        }
        String name = sorts.path(0).path("propertyName").asText(sorts.path(0).asText());
        Comparator<Hit> sort = (one, other) ->
                compare(one.values().getOrDefault(name, ""), other.values().getOrDefault(name, ""));
        boolean down = sorts.path(0).path("direction").asText().startsWith("DESC");
        return (down ? sort.reversed() : sort).thenComparing(open);
    }

    /** Numbers and times by value; a time may be given in milliseconds. */
    private static int compare(String one, String other) {
        BigDecimal first = number(one);
        BigDecimal second = number(other);
        return first != null && second != null ? first.compareTo(second) : one.compareToIgnoreCase(other);
    }

    private static BigDecimal number(String text) {
        if (text.matches("-?\\d+(\\.\\d+)?")) {
            return new BigDecimal(text);
        }
        try {
            return text.length() > 19 && text.charAt(10) == 'T'
                    ? BigDecimal.valueOf(Instant.parse(text).toEpochMilli())
                    : null;
        } catch (DateTimeParseException e) {
            return null; // text that only looks like a time
        }
    }
}
