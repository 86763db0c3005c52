package io.serai.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a double answers. The body is never changed once given. */
record Reply(int status, byte[] body, String type, Map<String, String> headers) {
    private static final byte[] NOTHING = {};

    static Reply json(int status, JsonNode body) {
        return json(status, Json.write(body));
    }

    static Reply json(int status, byte[] body) {
        return new Reply(status, body, "application/json;charset=UTF-8", Map.of());
    }

    static Reply html(int status, String body) {
        return new Reply(status, body.getBytes(StandardCharsets.UTF_8), "text/html;charset=UTF-8", Map.of());
    }

    static Reply empty(int status) {
        return new Reply(status, NOTHING, "", Map.of());
    }

    /** The sandbox's own refusal, in the words of the sandbox. */
    static Reply refused(int status, String message) {
        return json(status, Json.object().put("error", message));
    }

    Reply with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Reply(status, body, type, more);
    }
}
