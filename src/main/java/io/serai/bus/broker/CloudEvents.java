package io.serai.bus.broker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.serai.message.Json;
import io.serai.message.Message;
import io.serai.message.Priority;
import io.serai.message.Trace;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Messages as CloudEvents 1.0, whatever the protocol: attributes by their names without prefix, the payload as it travels. Written in
 * binary mode, read in binary and structured mode.
 */
public final class CloudEvents {
    public static final String JSON = "application/json";
    private static final String STRUCTURED = "application/cloudevents+json";

    private CloudEvents() {}

    /**
     * All attributes of the message; {@code correlation} and {@code priority} are extensions of ours, {@code traceparent} and {@code
     * tracestate} that of CloudEvents for distributed tracing.
     */
    public static Map<String, String> attributes(Message message) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("specversion", "1.0");
        attributes.put("id", message.id());
        attributes.put("source", message.source());
        attributes.put("type", message.type());
        if (message.subject() != null) attributes.put("subject", message.subject());
        attributes.put("time", message.time().toString());
        if (message.correlation() != null) attributes.put("correlation", message.correlation());
        if (message.priority() != Priority.LIVE)
            attributes.put("priority", message.priority().label());
        if (message.trace() != null) {
            attributes.put("traceparent", message.trace().traceparent());
            if (message.trace().tracestate() != null)
                attributes.put("tracestate", message.trace().tracestate());
        }
        return attributes;
    }

    /**
     * The message of an event. Of others' events the type gives way to the topic, a missing time to that of its arrival, and a missing
     * correlation to the id: the journey begins here.
     *
     * @param attributes those that travel beside the payload, by name; null for one that is not there
     * @throws NotAnEvent when an attribute that must be there is not, or the payload is not JSON
     */
    public static Message read(
            String topic, String contentType, UnaryOperator<String> attributes, byte[] payload, Instant arrived)
            throws NotAnEvent {
        if (contentType != null && contentType.toLowerCase(Locale.ROOT).startsWith(STRUCTURED)) {
            JsonNode event = json(payload);
            return message(topic, name -> event.path(name).asText(null), data(event), arrived);
        }
        required(attributes, "specversion"); // whoever sends no event is told so, and not about his payload
        return message(topic, attributes, json(payload), arrived);
    }

    /**
     * What is known of something that is no event, with its text as data.
     *
     * @param id one that is the same when it comes again
     */
    public static Message remains(
            String topic, String id, UnaryOperator<String> attributes, byte[] payload, Instant arrived) {
        String known = attributes.apply("id");
        String source = attributes.apply("source");
        return new Message(
                known == null || known.isEmpty() ? id : known,
                topic,
                source == null || source.isEmpty() ? "unknown" : source,
                attributes.apply("subject"),
                arrived,
                id,
                TextNode.valueOf(payload == null ? "" : new String(payload, StandardCharsets.UTF_8)));
    }

    private static Message message(String topic, UnaryOperator<String> attributes, JsonNode data, Instant arrived)
            throws NotAnEvent {
        required(attributes, "specversion");
        String id = required(attributes, "id");
        String correlation = attributes.apply("correlation");
        return new Message(
                id,
                topic,
                required(attributes, "source"),
                attributes.apply("subject"),
                time(attributes.apply("time"), arrived),
                correlation == null ? id : correlation,
                data,
                Priority.of(attributes.apply("priority")).orElse(Priority.LIVE),
                Trace.of(attributes.apply("traceparent"), attributes.apply("tracestate")));
    }

    private static String required(UnaryOperator<String> attributes, String name) throws NotAnEvent {
        String value = attributes.apply(name);
        if (value == null || value.isEmpty())
            throw new NotAnEvent("the CloudEvents attribute '" + name + "' is missing");
        return value;
    }

    private static Instant time(String text, Instant otherwise) throws NotAnEvent {
        if (text == null) return otherwise;
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new NotAnEvent("the CloudEvents attribute 'time' is not a timestamp of RFC 3339");
        }
    }

    private static JsonNode data(JsonNode event) throws NotAnEvent {
        if (!event.has("data_base64")) return event.has("data") ? event.get("data") : NullNode.getInstance();
        try {
            return json(Base64.getDecoder().decode(event.get("data_base64").asText()));
        } catch (IllegalArgumentException e) {
            throw new NotAnEvent("'data_base64' is not base64");
        }
    }

    /** An event may have no payload. */
    private static JsonNode json(byte[] bytes) throws NotAnEvent {
        if (bytes == null || bytes.length == 0) return NullNode.getInstance();
        try {
            return Json.read(bytes);
        } catch (UncheckedIOException e) {
            throw new NotAnEvent("the payload is not JSON");
        }
    }
}
