package io.serai.connect;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.message.Failure;
import java.util.Set;
import java.util.TreeSet;

/**
 * Magento: which fields it refuses, and whether they are missing or wrong. One refusal stands in {@code message} and {@code parameters},
 * several in {@code errors}; values stand among the parameters and are left out.
 */
final class MagentoFailures implements VendorRules {
    @Override
    public Failure judge(HttpAnswer answer, Failure usual) {
        JsonNode error = answer.json();
        Set<String> fields = new TreeSet<>();
        name(error, fields);
        error.path("errors").forEach(each -> name(each, fields));
        String detail = fields.isEmpty() ? usual.detail() : usual.detail() + ": " + String.join(", ", fields);
        return new Failure(usual.transientFailure(), usual.code(), detail, usual.retryAfter());
    }

    private static void name(JsonNode error, Set<String> fields) {
        String field = error.path("parameters").path("fieldName").asText("");
        if (!field.matches("\\w{1,60}")) return;
        String message = error.path("message").asText("");
        if (message.contains("is required")) fields.add(field + " is required");
        else fields.add(message.startsWith("No such entity") ? field + " is unknown" : field + " is not valid");
    }
}
