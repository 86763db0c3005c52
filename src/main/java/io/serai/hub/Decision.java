package io.serai.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Comparator;

/**
 * An explicit yes or no of a person.
 *
 * @param yes else it is a no
 * @param at when it was made, epoch milliseconds
 * @param source how it was made, such as {@code newsletter form}; null where nobody said
 * @param message that brought it
 */
record Decision(boolean yes, long at, String source, String message) {
    /** Fields of the value. */
    static final String STATUS = "status";

    static final String AT = "at";
    static final String SOURCE = "source";
    static final String NOT_BEFORE = "notBefore";

    static final String YES = "yes";
    static final String NO = "no";

    /** The weightiest last: the newest, and of one time the no. */
    static final Comparator<Decision> BY_TIME =
            Comparator.comparingLong(Decision::at).thenComparing(decision -> !decision.yes());

    /** Then any rule that is always the same. */
    private static final Comparator<Decision> WEIGHT = BY_TIME.thenComparing(Decision::message)
            .thenComparing(Decision::source, Comparator.nullsFirst(Comparator.naturalOrder()));

    static Decision weightier(Decision a, Decision b) {
        if (a == null || b == null) return a == null ? b : a;
        return WEIGHT.compare(a, b) >= 0 ? a : b;
    }

    /** The decision that a record shows; null for none. */
    static Decision shown(JsonNode value) {
        Flag.Said said = Flag.Said.of(value);
        if (!said.explicit()) return null;
        Long at = time(value, AT);
        return new Decision(said == Flag.Said.YES, at == null ? 0 : at, text(value, SOURCE), "");
    }

    /** Null stands for none. */
    static boolean same(Decision a, Decision b) {
        return a == null || b == null ? a == b : BY_TIME.compare(a, b) == 0;
    }

    /** As the record shows it. */
    ObjectNode json(String system) {
        return JsonNodeFactory.instance
                .objectNode()
                .put(STATUS, yes ? YES : NO)
                .put(AT, Instant.ofEpochMilli(at).toString())
                .put(SOURCE, source == null ? system : source);
    }

    /**
     * A time of the value, epoch milliseconds; null when it has none.
     *
     * @throws DateTimeParseException when it is not ISO 8601
     */
    static Long time(JsonNode value, String field) {
        JsonNode time = value.path(field);
        return time.isTextual()
                ? OffsetDateTime.parse(time.asText()).toInstant().toEpochMilli()
                : null;
    }

    /** Whether the times that the value has can be read. */
    static boolean timed(JsonNode value) {
        try {
            time(value, AT);
            time(value, NOT_BEFORE);
            return true;
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    static String text(JsonNode value, String field) {
        JsonNode text = value.path(field);
        return text.isValueNode() && !text.isNull() ? text.asText() : null;
    }
}
