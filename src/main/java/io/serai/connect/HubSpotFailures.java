package io.serai.connect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.serai.message.Failure;
import io.serai.message.Json;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

/**
 * HubSpot: an object that is locked is free again soon, a portal that is being moved answers 477, and the reason of a refusal is in
 * {@code category}. A used up day is waited for like a used up window: its calls are not lost, only late.
 */
final class HubSpotFailures implements VendorRules {
    private static final int LOCKED = 423;
    private static final int MOVING = 477;
    private static final Duration LOCK = Duration.ofSeconds(2);

    @Override
    public Failure judge(HttpAnswer answer, Failure usual) {
        JsonNode error = answer.json();
        String detail = usual.detail() + reason(error);
        return switch (answer.status()) {
            case LOCKED -> new Failure(true, usual.code(), detail, longer(usual.retryAfter(), LOCK));
            case MOVING -> new Failure(true, usual.code(), detail, usual.retryAfter());
            // The next attempt logs in anew; any other 401 stays until somebody changes the token.
            case 401 ->
                new Failure("EXPIRED_AUTHENTICATION".equals(category(error)), usual.code(), detail, usual.retryAfter());
            default -> new Failure(usual.transientFailure(), usual.code(), detail, usual.retryAfter());
        };
    }

    @Override
    public boolean down(String code) {
        return ("http-" + MOVING).equals(code);
    }

    private static Duration longer(Duration told, Duration least) {
        return told == null || told.compareTo(least) < 0 ? least : told;
    }

    private static String category(JsonNode error) {
        return error.path("category").asText(error.path("policyName").asText(""));
    }

    /** The category, or which of the limits it was, and the fields that were refused. */
    private static String reason(JsonNode error) {
        String category = category(error);
        if (!category.matches("[A-Z_]{1,60}")) return "";
        String fields = fields(error.path("message").asText(""));
        return ": " + category + (fields.isEmpty() ? "" : " (" + fields + ")");
    }

    /** {@code Property values were not valid: [{"isValid":false,...,"name":"x"}]}: names only, as the rest repeats what was sent. */
    private static String fields(String message) {
        int list = message.indexOf('[');
        if (list < 0) return "";
        Set<String> names = new TreeSet<>();
        try {
            for (JsonNode one : Json.MAPPER.readTree(message.substring(list))) {
                String name = one.path("name").asText("");
                if (name.matches("\\w{1,100}")) names.add(name);
            }
        } catch (JsonProcessingException e) {
            return ""; // text in brackets that is no list of fields
        }
        return String.join(", ", names);
    }
}
