package io.serai.connect.salesforce;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.serai.message.Json;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.component.salesforce.api.SalesforceException;
import org.apache.camel.component.salesforce.api.dto.RestError;

/**
 * Keeps status, codes and names of fields of an error and drops its text, which may repeat what was sent (Invariant 7): Camel
 * writes exceptions to the log.
 */
final class SafeErrors {
    private SafeErrors() {}

    static SalesforceException of(String system, SalesforceException failure) {
        List<RestError> errors = safe(failure);
        int status = failure.getStatusCode();
        if (status == 0 && errors.isEmpty())
            return new SalesforceException(List.of(), 0, system + " did not answer", root(failure));
        StringBuilder text = new StringBuilder(system).append(" answered ").append(status);
        errors.forEach(error -> text.append(' ').append(error.getErrorCode()));
        return new SalesforceException(errors, status, text.toString());
    }

    static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) root = root.getCause();
        return root;
    }

    /** The codes of a login that failed are in the cause; those of a raw call are in the text, which is the answer's body. */
    private static List<RestError> safe(SalesforceException failure) {
        List<RestError> known = failure.getErrors();
        if (known.isEmpty() && failure.getCause() instanceof SalesforceException login) known = login.getErrors();
        List<RestError> errors = new ArrayList<>();
        for (RestError error : known) add(errors, error.getErrorCode(), error.getFields());
        if (errors.isEmpty() && failure.getStatusCode() != 0) parse(failure.getMessage(), errors);
        return errors;
    }

    private static void parse(String body, List<RestError> errors) {
        try {
            JsonNode answer = Json.MAPPER.readTree(body);
            for (JsonNode error : answer) {
                List<String> fields = new ArrayList<>();
                error.path("fields").forEach(field -> fields.add(field.asText()));
                add(errors, error.path("errorCode").asText(null), fields);
            }
        } catch (JsonProcessingException | IllegalArgumentException e) {
            // a proxy's page, or no body: the status says all there is
        }
    }

    private static void add(List<RestError> errors, String code, List<String> fields) {
        if (!name(code)) return;
        List<String> names = fields == null
                ? List.of()
                : fields.stream().filter(SafeErrors::name).toList();
        errors.add(new RestError(code, null, names));
    }

    /** Letters, digits and underscores only: what a code or a field may have, and a personal value hardly. */
    private static boolean name(String text) {
        return text != null
                && !text.isEmpty()
                && text.length() <= 80
                && text.chars().allMatch(SafeErrors::nameChar);
    }

    private static boolean nameChar(int c) {
        return c == '_' || c == '.' || c < 128 && Character.isLetterOrDigit(c);
    }
}
