package io.serai.it.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.it.SignedHook;
import io.serai.message.Json;
import java.time.Instant;

/**
 * A numbered change of a record in the shop, and the webhook that tells of it.
 *
 * @param record e-mail address of a customer, number of an order
 * @param value what the vendor has to have in the end, unless a later change comes
 */
record Change(int number, String record, String value, String hookId, String body) {
    /** From this total on an order gets a task. */
    static final int LARGE = 1_000_000;

    static Change of(int number, String record, String value, String type, Instant at, JsonNode entity) {
        ObjectNode body = Json.MAPPER.createObjectNode().put("type", type).put("timestamp", at.toString());
        body.set("data", entity);
        return new Change(number, record, value, "oracle-" + number, body.toString());
    }

    SignedHook hook() {
        return SignedHook.of(hookId, body);
    }

    /** As if it were another event, of the same time and content. */
    Change again() {
        return new Change(number, record, value, hookId + "-again", body);
    }
}
