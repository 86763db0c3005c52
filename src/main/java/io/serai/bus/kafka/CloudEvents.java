package io.serai.bus.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.serai.message.Json;
import io.serai.message.Message;
import io.serai.message.Priority;
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
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** Messages as records: CloudEvents 1.0, Kafka protocol binding. Written in binary mode, read in binary and structured mode. */
final class CloudEvents {
    private static final String PREFIX = "ce_";
    private static final String CONTENT_TYPE = "content-type";
    private static final String STRUCTURED = "application/cloudevents+json";

    private CloudEvents() {}

    /** Messages about one subject stay in order, whichever system changed it; those about nothing are spread. */
    static String key(Message message) {
        return message.subject() == null ? message.id() : message.subject();
    }

    static Map<String, String> headers(Message message) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(PREFIX + "specversion", "1.0");
        headers.put(PREFIX + "id", message.id());
        headers.put(PREFIX + "source", message.source());
        headers.put(PREFIX + "type", message.type());
        if (message.subject() != null) headers.put(PREFIX + "subject", message.subject());
        headers.put(PREFIX + "time", message.time().toString());
        if (message.correlation() != null) headers.put(PREFIX + "correlation", message.correlation());
        if (message.priority() != Priority.LIVE)
            headers.put(PREFIX + "priority", message.priority().label());
        headers.put(CONTENT_TYPE, "application/json");
        return headers;
    }

    /**
     * The message in a record. Of others' events the type gives way to the topic, a missing time to the record's, and a missing
     * correlation to the id: the journey begins here.
     *
     * @throws NotAnEvent when an attribute that must be there is not, or the payload is not JSON
     */
    static Message read(String topic, Headers headers, byte[] value, Instant published) throws NotAnEvent {
        String contentType = header(headers, CONTENT_TYPE);
        if (contentType != null && contentType.toLowerCase(Locale.ROOT).startsWith(STRUCTURED)) {
            JsonNode event = json(value);
            UnaryOperator<String> attributes = name -> event.path(name).asText(null);
            required(attributes, "specversion");
            return message(topic, attributes, payload(event), published);
        }
        UnaryOperator<String> attributes = name -> header(headers, PREFIX + name);
        required(attributes, "specversion");
        return message(topic, attributes, json(value), published);
    }

    /** What is known of a record that is no event: the same each time it comes. */
    static Message remains(String topic, String place, Headers headers, byte[] value, Instant published) {
        String id = header(headers, PREFIX + "id");
        String source = header(headers, PREFIX + "source");
        String text = value == null ? "" : new String(value, StandardCharsets.UTF_8);
        return new Message(
                id == null || id.isEmpty() ? place : id,
                topic,
                source == null || source.isEmpty() ? "kafka" : source,
                header(headers, PREFIX + "subject"),
                published,
                place,
                TextNode.valueOf(text));
    }

    private static Message message(String topic, UnaryOperator<String> attributes, JsonNode data, Instant published)
            throws NotAnEvent {
        String id = required(attributes, "id");
        String source = required(attributes, "source");
        String correlation = attributes.apply("correlation");
        return new Message(
                id,
                topic,
                source,
                attributes.apply("subject"),
                time(attributes.apply("time"), published),
                correlation == null ? id : correlation,
                data,
                Priority.of(attributes.apply("priority")).orElse(Priority.LIVE));
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

    private static JsonNode payload(JsonNode event) throws NotAnEvent {
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

    private static String header(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
