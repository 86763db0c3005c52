package io.serai.connect.hook;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import io.serai.connect.Kind;
import io.serai.message.Json;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Set;

/**
 * The payload of a webhook, {@code {"type": "<entity>.<verb>", "data": {...}}}.
 *
 * @param entity canonical entity, such as {@code order}
 * @param externalId the record's id in the system that sent it
 * @param at when it happened, from the payload's {@code timestamp}; null when that tells no time
 * @param data the record as it is there; numbers are exact
 */
record Event(String entity, String externalId, Instant at, JsonNode data) {
    /** All of them bring the record as it is now. A deletion does not, and is not known. */
    private static final Set<String> VERBS = Set.of("created", "updated", "saved");

    private static final ObjectReader JSON = Json.MAPPER.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    static Event parse(Kind kind, byte[] raw) throws Rejected {
        JsonNode payload = object(raw);
        String type = payload.path("type").asText("");
        int dot = type.indexOf('.');
        String entity = dot < 0 ? "" : type.substring(0, dot);
        if (!kind.entities().contains(entity) || !VERBS.contains(type.substring(dot + 1)))
            throw new Rejected(
                    Rejected.Reason.EVENT,
                    "expected a type of <entity>.<verb> with one of the entities " + kind.entities() + " and one of"
                            + " the verbs created, updated, saved");
        JsonNode data = payload.path("data");
        JsonNode id = data.hasNonNull("entity_id") ? data.path("entity_id") : data.path("id");
        boolean known =
                id.isIntegralNumber() || id.isTextual() && !id.textValue().isBlank();
        if (!data.isObject() || !known)
            throw new Rejected(Rejected.Reason.EVENT, "expected data to be an object with id or entity_id");
        return new Event(entity, id.asText(), time(payload.path("timestamp").asText("")), data);
    }

    private static Instant time(String text) {
        try {
            return text.isEmpty() ? null : DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from);
        } catch (DateTimeException e) {
            return null; // then the time of arrival stands for it
        }
    }

    private static JsonNode object(byte[] raw) throws Rejected {
        try {
            JsonNode payload = JSON.readTree(raw);
            if (payload != null && payload.isObject()) return payload;
        } catch (IOException e) {
            // the parser's text would repeat what was sent
        }
        throw new Rejected(Rejected.Reason.JSON, "expected the body to be one JSON object, in UTF-8");
    }
}
