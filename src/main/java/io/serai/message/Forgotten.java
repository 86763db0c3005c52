package io.serai.message;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A person who was forgotten, as messages tell of them.
 *
 * @param entity of the records, such as {@code customer}
 * @param records ids of all records that the person was
 * @param named whether a text is one that the person, and nobody else, is recognised by, such as an e-mail address
 * @param since what was received before was looked at already
 */
public record Forgotten(String entity, Set<String> records, Predicate<String> named, Instant since) {
    private static final Pattern BETWEEN = Pattern.compile("[\\s\"'<>,;:()\\[\\]{}=&]+");

    /** Whether a payload holds a value that the person is recognised by; where it is no JSON, a word. */
    public boolean mentionedIn(byte[] payload) {
        JsonNode json;
        try {
            json = Json.read(payload);
        } catch (UncheckedIOException notJson) {
            return BETWEEN.splitAsStream(new String(payload, StandardCharsets.UTF_8))
                    .anyMatch(named);
        }
        return mentionedIn(json);
    }

    public boolean mentionedIn(JsonNode payload) {
        if (payload.isTextual()) return named.test(payload.textValue());
        for (JsonNode each : payload) if (mentionedIn(each)) return true;
        return false;
    }
}
