package io.serai.connect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.serai.message.Json;
import java.util.Map;
import org.apache.camel.http.base.HttpOperationFailedException;

/**
 * What a vendor answered instead of success.
 *
 * @param body null when there was none
 */
record HttpAnswer(int status, Map<String, String> headers, String body) {
    static HttpAnswer of(HttpOperationFailedException failure) {
        Map<String, String> headers = failure.getResponseHeaders();
        return new HttpAnswer(failure.getStatusCode(), headers == null ? Map.of() : headers, failure.getResponseBody());
    }

    /** Null when it was not sent; names in whatever case. */
    String header(String name) {
        for (Map.Entry<String, String> header : headers.entrySet())
            if (name.equalsIgnoreCase(header.getKey())) return header.getValue();
        return null;
    }

    /** Missing when the body is not JSON: a proxy's page, or nothing. */
    JsonNode json() {
        if (body == null || body.isBlank()) return MissingNode.getInstance();
        try {
            return Json.MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
