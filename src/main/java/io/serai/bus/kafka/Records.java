package io.serai.bus.kafka;

import io.serai.bus.broker.CloudEvents;
import io.serai.bus.broker.NotAnEvent;
import io.serai.message.Message;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** Messages as records: CloudEvents 1.0, Kafka protocol binding. */
final class Records {
    private static final String PREFIX = "ce_";
    private static final String CONTENT_TYPE = "content-type";

    private Records() {}

    /** Messages about one subject stay in order, whichever system changed it; those about nothing are spread. */
    static String key(Message message) {
        return message.subject() == null ? message.id() : message.subject();
    }

    static Map<String, String> headers(Message message) {
        Map<String, String> headers = new LinkedHashMap<>();
        CloudEvents.attributes(message).forEach((name, value) -> headers.put(PREFIX + name, value));
        headers.put(CONTENT_TYPE, CloudEvents.JSON);
        return headers;
    }

    /** The message in a record; a missing time gives way to the record's. */
    static Message read(String topic, Headers headers, byte[] value, Instant published) throws NotAnEvent {
        return CloudEvents.read(
                topic, header(headers, CONTENT_TYPE), name -> header(headers, PREFIX + name), value, published);
    }

    /** What is known of a record that is no event: the same each time it comes. */
    static Message remains(String topic, String place, Headers headers, byte[] value, Instant published) {
        return CloudEvents.remains(topic, place, name -> header(headers, PREFIX + name), value, published);
    }

    private static String header(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
