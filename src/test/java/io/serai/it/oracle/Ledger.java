package io.serai.it.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.it.Vendors;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the sandbox Salesforce holds, and every write that it ever got. */
record Ledger(Vendors vendors) {
    private static final List<String> OBJECTS = List.of("Contact", "Shop_Order__c", "Task");

    /** Everything acknowledged is there, with its last value; every record once, each large order with its one task. */
    void assertHolds(Issued issued) {
        assertThat(grouped("Contact", "Email", row -> row.path("LastName").asText()))
                .as("contacts and their last names")
                .isEqualTo(once(issued.customers()));
        assertThat(grouped(
                        "Shop_Order__c",
                        "Order_Number__c",
                        row -> amount(row.path("Total__c"))
                                + (row.path("Contact__c").isTextual() ? "" : " without a contact")))
                .as("orders and their totals")
                .isEqualTo(once(issued.orders()));
        Map<String, String> large = new TreeMap<>();
        issued.orders().forEach((number, total) -> {
            if (Integer.parseInt(total) >= Change.LARGE) large.put("Check order " + number, "Not Started");
        });
        assertThat(grouped("Task", "Subject", row -> row.path("Status").asText()))
                .as("tasks of large orders")
                .isEqualTo(once(large));
    }

    /** No write ever brought a value that the record never had. */
    void assertNothingInvented(Issued issued) {
        Map<String, Set<String>> values = issued.values();
        history("Contact", "Email", "LastName")
                .forEach((email, names) ->
                        assertThat(values.get(email)).as(email).containsAll(names));
        history("Shop_Order__c", "Order_Number__c", "Total__c")
                .forEach((number, totals) -> assertThat(values.get(number))
                        .as(number)
                        .containsAll(totals.stream().map(Ledger::plain).toList()));
    }

    /** All rows with all fields, by id, without when and how often they were written. */
    Map<String, JsonNode> state() {
        Map<String, JsonNode> state = new TreeMap<>();
        for (String object : OBJECTS)
            for (JsonNode row : vendors.salesforce(object))
                state.put(row.get("Id").asText(), content(row));
        return state;
    }

    /** Nothing was added, removed or changed since the state was taken. */
    void assertStill(Map<String, JsonNode> before) {
        Map<String, JsonNode> now = state();
        List<String> changes = new ArrayList<>();
        Set<String> ids = new TreeSet<>(before.keySet());
        ids.addAll(now.keySet());
        for (String id : ids)
            if (!Objects.equals(before.get(id), now.get(id))) changes.add(before.get(id) + " became " + now.get(id));
        assertThat(changes).isEmpty();
    }

    /** How often an older value was written over a newer one, for the time until that was put right. */
    long regressions() {
        return history("Contact", "Email", "LastName").values().stream()
                .mapToLong(Ledger::descents)
                .sum();
    }

    long writes() {
        return OBJECTS.stream()
                .flatMap(object -> vendors.salesforce(object).stream())
                .mapToLong(row -> row.get("_writes").asLong())
                .sum();
    }

    private static long descents(List<String> names) {
        long descents = 0;
        for (int i = 1; i < names.size(); i++) if (number(names.get(i)) < number(names.get(i - 1))) descents++;
        return descents;
    }

    private static int number(String name) {
        return Integer.parseInt(name.substring(1));
    }

    private static JsonNode content(JsonNode row) {
        return ((ObjectNode) row.deepCopy()).without(List.of("_writes", "LastModifiedDate", "SystemModstamp"));
    }

    private Map<String, List<String>> history(String object, String key, String field) {
        Map<String, List<String>> history = new TreeMap<>();
        vendors.get("salesforce/history/" + object + "?key=" + key + "&field=" + field)
                .properties()
                .forEach(record -> history.put(record.getKey(), texts(record.getValue())));
        return history;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(element -> texts.add(element.asText()));
        return texts;
    }

    private Map<String, List<String>> grouped(String object, String key, Function<JsonNode, String> value) {
        return vendors.salesforce(object).stream()
                .collect(Collectors.groupingBy(
                        row -> row.path(key).asText(), TreeMap::new, Collectors.mapping(value, Collectors.toList())));
    }

    private static Map<String, List<String>> once(Map<String, String> values) {
        Map<String, List<String>> once = new TreeMap<>();
        values.forEach((record, value) -> once.put(record, List.of(value)));
        return once;
    }

    private static String amount(JsonNode number) {
        return plain(number.asText("0"));
    }

    private static String plain(String number) {
        return new BigDecimal(number).stripTrailingZeros().toPlainString();
    }
}
