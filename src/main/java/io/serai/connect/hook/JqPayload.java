package io.serai.connect.hook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.connect.hook.Rejected.Reason;
import io.serai.message.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/**
 * What the configuration says about a payload: a jq expression over the body, with {@code $headers} (names in small letters), that
 * gives {@code {entity, id, data}} for each thing told, and where the sender has them {@code key} and {@code at}. What has no key is
 * taken as new.
 */
final class JqPayload implements Payload {
    private final JsonQuery events;
    private final Scope builtins;
    private final List<String> entities;

    /** @param entities those that may come */
    JqPayload(JsonQuery events, Scope builtins, List<String> entities) {
        this.events = events;
        this.builtins = builtins;
        this.entities = List.copyOf(entities);
    }

    @Override
    public List<Event> read(Hook hook) throws Rejected {
        List<JsonNode> found = run(JsonBody.container(hook.body()), headers(hook));
        List<Event> read = new ArrayList<>(found.size());
        for (JsonNode one : found) read.add(event(one));
        return read;
    }

    private Event event(JsonNode told) throws Rejected {
        String entity = told.path("entity").asText("");
        String id = Event.id(told.path("id"));
        JsonNode data = told.path("data");
        if (!entities.contains(entity) || id == null || !data.isObject())
            throw new Rejected(
                    Reason.EVENT,
                    "expected webhook.events to find an entity out of " + entities
                            + ", an id, and data that is an object");
        String key = Event.id(told.path("key"));
        return new Event(
                entity,
                id,
                key == null ? UUID.randomUUID().toString() : key,
                Event.time(told.path("at").asText("")),
                data);
    }

    /** Invariant 7: what jq says of a failure quotes values. */
    private List<JsonNode> run(JsonNode body, ObjectNode headers) throws Rejected {
        List<JsonNode> found = new ArrayList<>(2);
        Scope scope = Scope.newChildScope(builtins);
        scope.setValue("headers", headers);
        try {
            events.apply(scope, body, found::add);
        } catch (JsonQueryException e) {
            throw new Rejected(Reason.EVENT, "expected a body that webhook.events can read");
        }
        return found;
    }

    private static ObjectNode headers(Hook hook) {
        ObjectNode headers = Json.MAPPER.createObjectNode();
        hook.headers().keySet().forEach(name -> headers.put(name.toLowerCase(Locale.ROOT), hook.header(name)));
        return headers;
    }
}
