package io.serai.connect.hook;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;

/**
 * One thing that a webhook tells.
 *
 * @param entity with the kind it names the topic: {@code order}, or {@code order.deleted} when the record is gone
 * @param externalId the record's id in the system that sent it; null when it is about none
 * @param key the same when it is sent again
 * @param at when it happened; null when the sender does not tell
 * @param data the record as it is there, or as much as the sender tells; numbers are exact
 */
record Event(String entity, String externalId, String key, Instant at, JsonNode data) {
    /** The id in such a member; null when it is no id. One of dots only would be another place in a path. */
    static String id(JsonNode id) {
        boolean known =
                id.isIntegralNumber() || id.isTextual() && !id.textValue().isBlank();
        return known && !id.asText().equals(".") && !id.asText().equals("..") ? id.asText() : null;
    }

    /** Null when the text tells no time; then the time of arrival stands for it. */
    static Instant time(String text) {
        try {
            return text == null || text.isEmpty()
                    ? null
                    : DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
