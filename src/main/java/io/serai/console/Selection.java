package io.serai.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.bus.DeadLetterQuery;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which dead letters a request means. Nothing selected is an error, and all of them must be asked for in so many words.
 *
 * @param numbers empty when they are chosen by conditions only
 * @param subject the request, for the audit
 */
record Selection(Set<Long> numbers, DeadLetterQuery conditions, String subject) {
    private static final Set<String> TEXTS = Set.of("topic", "group", "reason", "source", "correlation", "since");
    private static final Set<String> FIELDS =
            Set.of("numbers", "all", "topic", "group", "reason", "source", "correlation", "since");

    static Selection of(JsonNode body, Clock clock) {
        Set<String> given = new TreeSet<>();
        body.fieldNames().forEachRemaining(given::add);
        Ask.allow(given, FIELDS);
        Set<Long> numbers = numbers(body.path("numbers"));
        boolean conditions = given.stream().anyMatch(TEXTS::contains);
        boolean all = all(body.path("all"));
        if (all == (conditions || !numbers.isEmpty()))
            throw Problem.badRequest(
                    "expected numbers or conditions (topic, group, reason, source, correlation, since),"
                            + " or \"all\": true, and not both");
        String since = text(body, "since");
        DeadLetterQuery query = new DeadLetterQuery(
                null,
                text(body, "topic"),
                text(body, "group"),
                text(body, "reason"),
                text(body, "source"),
                text(body, "correlation"),
                since == null ? null : Since.parse(since, clock));
        return new Selection(numbers, query, body.toString());
    }

    /** One query for each number, or a single one. */
    List<DeadLetterQuery> queries() {
        if (numbers.isEmpty()) return List.of(conditions);
        List<DeadLetterQuery> queries = new ArrayList<>();
        for (long number : numbers) queries.add(with(number));
        return queries;
    }

    private DeadLetterQuery with(Long number) {
        Instant since = conditions.since();
        return new DeadLetterQuery(
                number,
                conditions.topic(),
                conditions.group(),
                conditions.reason(),
                conditions.source(),
                conditions.correlation(),
                since);
    }

    private static Set<Long> numbers(JsonNode list) {
        Set<Long> numbers = new TreeSet<>();
        if (list.isMissingNode()) return numbers;
        if (!list.isArray() || list.isEmpty()) throw Problem.badRequest("numbers: expected a list such as [12, 13]");
        for (JsonNode number : list) {
            if (!number.canConvertToLong() || !number.isIntegralNumber())
                throw Problem.badRequest("numbers: expected whole numbers, got " + number);
            numbers.add(number.longValue());
        }
        return numbers;
    }

    private static boolean all(JsonNode all) {
        if (!all.isMissingNode() && !all.isBoolean()) throw Problem.badRequest("all: expected true or false");
        return all.booleanValue();
    }

    private static String text(JsonNode body, String name) {
        JsonNode value = body.path(name);
        if (value.isMissingNode()) return null;
        if (!value.isTextual() || value.textValue().isBlank())
            throw Problem.badRequest(name + ": expected a text that is not empty");
        return value.textValue();
    }
}
