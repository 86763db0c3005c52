package io.serai.message;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What a payload says: of JSON the texts among its values, of anything else the words. */
final class Texts {
    private static final Pattern BETWEEN = Pattern.compile("[\\s\"'<>,;:()\\[\\]{}=&]+");

    private Texts() {}

    static Stream<String> of(byte[] payload) {
        JsonNode json;
        try {
            json = Json.read(payload);
        } catch (UncheckedIOException notJson) {
            return BETWEEN.splitAsStream(new String(payload, StandardCharsets.UTF_8));
        }
        return of(json);
    }

    static Stream<String> of(JsonNode json) {
        return json.isTextual()
                ? Stream.of(json.textValue())
                : StreamSupport.stream(json.spliterator(), false).flatMap(Texts::of);
    }
}
