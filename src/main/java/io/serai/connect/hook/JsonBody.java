package io.serai.connect.hook;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import io.serai.message.Json;
import java.io.IOException;

/** Reads a body as JSON, whole; what is wrong is told without a word of it. */
final class JsonBody {
    private static final ObjectReader JSON = Json.MAPPER.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private JsonBody() {}

    static JsonNode object(byte[] raw) throws Rejected {
        JsonNode payload = parsed(raw);
        if (payload == null || !payload.isObject())
            throw new Rejected(Rejected.Reason.JSON, "expected the body to be one JSON object, in UTF-8");
        return payload;
    }

    /** An object or an array. */
    static JsonNode container(byte[] raw) throws Rejected {
        JsonNode payload = parsed(raw);
        if (payload == null || !payload.isContainerNode())
            throw new Rejected(Rejected.Reason.JSON, "expected the body to be a JSON object or array, in UTF-8");
        return payload;
    }

    /** Null when it is no JSON: the parser's text would repeat what was sent. */
    private static JsonNode parsed(byte[] raw) {
        try {
            return JSON.readTree(raw);
        } catch (IOException e) {
            return null;
        }
    }
}
