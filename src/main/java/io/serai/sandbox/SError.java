package io.serai.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;

/**
 * One error of Salesforce.
 *
 * @param duplicateOf the row that a duplicate rule found, or null
 */
record SError(String code, String message, List<String> fields, SRow duplicateOf) {
    private static final Set<String> GONE = Set.of("NOT_FOUND", "ENTITY_IS_DELETED");
    private static final Set<String> FORBIDDEN = Set.of("REQUEST_LIMIT_EXCEEDED", "INSUFFICIENT_ACCESS_OR_READONLY");

    static SError of(String code, String message, String... fields) {
        return new SError(code, message, List.of(fields), null);
    }

    static Refusal refusal(String code, String message, String... fields) {
        return new Refusal(of(code, message, fields).reply());
    }

    static SError noSuchColumn(String field, String object) {
        return of("INVALID_FIELD", "No such column '" + field + "' on sobject of type " + object);
    }

    static Refusal notFound() {
        return refusal("NOT_FOUND", "The requested resource does not exist");
    }

    /** As the answer to a single request: a list of one. */
    Reply reply() {
        int status = GONE.contains(code)
                ? 404
                : FORBIDDEN.contains(code)
                        ? 403
                        : code.equals("INVALID_SESSION_ID") ? 401 : code.equals("SERVER_UNAVAILABLE") ? 503 : 400;
        return Reply.json(status, list(List.of(this)));
    }

    static ArrayNode list(List<SError> errors) {
        ArrayNode array = Json.array();
        errors.forEach(error -> array.add(error.toJson("errorCode")));
        return array;
    }

    /** @param codeName {@code errorCode} in replies, {@code statusCode} in the results of rows */
    ObjectNode toJson(String codeName) {
        ObjectNode json = Json.object().put("message", message).put(codeName, code);
        if (!fields.isEmpty() || codeName.equals("statusCode")) {
            fields.forEach(json.putArray("fields")::add);
        }
        if (duplicateOf != null) {
            ObjectNode result = json.putObject("duplicateResult").put("allowSave", true);
            result.put("duplicateRule", "Standard_Contact_Duplicate_Rule");
            result.put("duplicateRuleEntityType", duplicateOf.type.name).put("errorMessage", message);
            ObjectNode match = result.putArray("matchResults").addObject();
            match.put("entityType", duplicateOf.type.name).put("matchEngine", "ExactMatchEngine");
            match.put("rule", "Standard_Contact_Match_Rule").put("size", 1).put("success", true);
            ObjectNode matched = match.putArray("matchRecords").addObject().put("matchConfidence", 100.0);
            ObjectNode record = matched.putObject("record").put("Id", duplicateOf.id());
            record.putObject("attributes").put("type", duplicateOf.type.name);
        }
        return json;
    }
}
