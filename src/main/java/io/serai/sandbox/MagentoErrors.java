package io.serai.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Magento's error bodies: a message with places, and what belongs there. */
final class MagentoErrors {
    private MagentoErrors() {}

    /** {@code %1, %2} with a list of parameters. */
    static Reply error(int status, String message, String... parameters) {
        ObjectNode body = Json.object().put("message", message);
        if (parameters.length > 0) {
            ArrayNode list = body.putArray("parameters");
            for (String parameter : parameters) {
                list.add(parameter);
            }
        }
        return Reply.json(status, body);
    }

    static Reply required(String field) {
        return field(400, "\"%fieldName\" is required. Enter and try again.", field, null);
    }

    static Reply invalid(String field, String value) {
        return field(400, "Invalid value of \"%value\" provided for the %fieldName field.", field, value);
    }

    /** One stands alone, several stand in a list. */
    static Reply all(List<Reply> errors) {
        if (errors.size() == 1) {
            return errors.get(0);
        }
        ObjectNode body = Json.object().put("message", "One or more input exceptions have occurred.");
        ArrayNode list = body.putArray("errors");
        errors.forEach(error -> Json.parse(error.body()).ifPresent(list::add));
        return Reply.json(400, body);
    }

    static Reply noSuchEntity(String field, String value) {
        return field(404, "No such entity with %fieldName = %fieldValue", field, value);
    }

    static Reply noRoute() {
        return error(404, "Request does not match any route.");
    }

    static Reply unauthorized() {
        ObjectNode body = Json.object().put("message", "The consumer isn't authorized to access %resources.");
        body.putObject("parameters").put("resources", "self");
        return Reply.json(401, body);
    }

    /** An OAuth 1.0a problem, named in the header as well. */
    static Reply oauth(int status, String problem, String message, String... parameters) {
        return error(status, message, parameters).with("WWW-Authenticate", "OAuth oauth_problem=" + problem);
    }

    static Reply pageSize(int most) {
        ObjectNode body = Json.object().put("message", "Maximum SearchCriteria pageSize is %max");
        body.putObject("parameters").put("max", most);
        return Reply.json(400, body);
    }

    static Reply invalidAttribute(String name) {
        return error(400, "Invalid attribute name: %1", name);
    }

    static Reply internal() {
        String report = Long.toHexString(ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE);
        return error(
                500,
                "Internal Error. Details are available in Magento log file. Report ID: webapi-"
                        + report.substring(0, 13));
    }

    private static Reply field(int status, String message, String field, String value) {
        ObjectNode body = Json.object().put("message", message);
        ObjectNode parameters = body.putObject("parameters").put("fieldName", field);
        if (value != null) {
            parameters.put(message.contains("%fieldValue") ? "fieldValue" : "value", value);
        }
        return Reply.json(status, body);
    }
}
