package io.serai.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;

/** Errors in HubSpot's words. */
final class HubSpotErrors {
    private HubSpotErrors() {}

    static ObjectNode json(String category, String message) {
        return Json.object()
                .put("status", "error")
                .put("message", message)
                .put("correlationId", UUID.randomUUID().toString())
                .put("category", category);
    }

    static Refusal refusal(int status, String category, String message) {
        return new Refusal(Reply.json(status, json(category, message)));
    }

    static Refusal invalid(String message) {
        return refusal(400, "VALIDATION_ERROR", message);
    }

    static Refusal notFound() {
        return refusal(404, "OBJECT_NOT_FOUND", "Object not found.");
    }

    /** The list of what is wrong is JSON inside of the text, as HubSpot has it. */
    static String properties(ArrayNode wrong) {
        return "Property values were not valid: " + wrong;
    }

    static ObjectNode wrong(String name, String error, String message) {
        return Json.object()
                .put("isValid", false)
                .put("message", message)
                .put("error", error)
                .put("name", name);
    }

    static Reply of(int status) {
        return switch (status) {
            case 401 -> Reply.json(401, json("INVALID_AUTHENTICATION", "Authentication credentials not found."));
            case 403 -> Reply.json(403, json("MISSING_SCOPES", "This app hasn't been granted all required scopes."));
            case 404 -> Reply.json(404, json("OBJECT_NOT_FOUND", "resource not found"));
            case 405 -> Reply.json(405, json("METHOD_NOT_ALLOWED", "Method Not Allowed"));
            case 423 -> Reply.json(423, json("RESOURCE_LOCKED", "The resource is locked."));
            case 429 -> tooMany("TEN_SECONDLY_ROLLING");
            case 477 ->
                Reply.json(477, json("MIGRATION_IN_PROGRESS", "The account is moving."))
                        .with("Retry-After", "1");
            case 502, 504, 521, 523, 524 -> Pages.unavailable(status);
            default -> Reply.json(status, json("INTERNAL_ERROR", "internal error"));
        };
    }

    static Reply tooMany(String policy) {
        return Reply.json(
                429,
                Json.object()
                        .put("status", "error")
                        .put(
                                "message",
                                "You have reached your " + policy.toLowerCase(java.util.Locale.ROOT) + " limit.")
                        .put("errorType", "RATE_LIMIT")
                        .put("correlationId", UUID.randomUUID().toString())
                        .put("policyName", policy));
    }
}
