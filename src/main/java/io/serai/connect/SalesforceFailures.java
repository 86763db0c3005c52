package io.serai.connect;

import io.serai.message.Failure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.component.salesforce.api.SalesforceException;
import org.apache.camel.component.salesforce.api.dto.RestError;

/** Answers of Salesforce to a whole call; those to single records are sorted in the kamelet. */
final class SalesforceFailures {
    private static final Set<String> TRANSIENT =
            Set.of("UNABLE_TO_LOCK_ROW", "SERVER_UNAVAILABLE", "REQUEST_LIMIT_EXCEEDED", "INVALID_SESSION_ID");

    /** Salesforce sends no Retry-After; a used up quota comes back in the course of hours, a login that was refused when somebody repairs it. */
    private static final Map<String, Duration> WAITS =
            Map.of("REQUEST_LIMIT_EXCEEDED", Duration.ofMinutes(15), "login-failed", Duration.ofMinutes(1));

    /** Codes by which Salesforce says that it takes nothing at all now. */
    private static final Set<String> DOWN =
            Set.of("SERVER_UNAVAILABLE", "REQUEST_LIMIT_EXCEEDED", "INVALID_SESSION_ID");

    static boolean down(String code) {
        return code != null && DOWN.contains(code);
    }

    /** Null when it tells nothing and its cause may: there was no answer. */
    Failure classify(SalesforceException answer) {
        int status = answer.getStatusCode();
        List<RestError> errors = answer.getErrors();
        if (status == 0 && errors.isEmpty() && answer.getCause() != null) return null;
        String code = code(answer, errors, status);
        boolean mayPass = TRANSIENT.contains(code) || WAITS.containsKey(code) || HttpFailures.mayPass(status);
        return new Failure(mayPass, code, detail(status, errors), WAITS.get(code));
    }

    private static String code(SalesforceException answer, List<RestError> errors, int status) {
        String told = errors.isEmpty() ? null : errors.get(0).getErrorCode();
        if (isLogin(answer, told) && !HttpFailures.mayPass(status)) return "login-failed";
        if (told == null || oauth(told)) return status == 0 ? "salesforce" : "http-" + status;
        return told;
    }

    private static boolean isLogin(SalesforceException answer, String code) {
        if (code != null) return oauth(code);
        return answer.getMessage() != null && answer.getMessage().startsWith("Login error");
    }

    /** Codes of the token endpoint are in small letters, those of the API in capitals. */
    private static boolean oauth(String code) {
        return code.chars().anyMatch(Character::isLowerCase);
    }

    private static String detail(int status, List<RestError> errors) {
        String codes = errors.stream()
                .map(error -> error.getErrorCode() + fields(error))
                .collect(Collectors.joining(", "));
        return "answered " + status + (codes.isEmpty() ? "" : ": " + codes);
    }

    private static String fields(RestError error) {
        List<String> fields = error.getFields();
        return fields == null || fields.isEmpty() ? "" : " (" + String.join(", ", fields) + ")";
    }
}
