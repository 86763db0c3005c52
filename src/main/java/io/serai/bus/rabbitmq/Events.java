package io.serai.bus.rabbitmq;

import com.rabbitmq.client.Channel;
import io.serai.bus.broker.CloudEvents;
import io.serai.bus.broker.NotAnEvent;
import io.serai.bus.broker.Received;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.function.UnaryOperator;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;

/** Reads what comes from a queue: CloudEvents 1.0, AMQP protocol binding. */
final class Events {
    /** Of the two prefixes that the binding knows this one is written; both are read. */
    static final String PREFIX = "cloudEvents:";

    private static final String OTHER_PREFIX = "cloudEvents_";

    /** Milliseconds since 1970 when it was published, as RabbitMQ's own plugin for that writes it; the property of the protocol knows only seconds. */
    static final String PUBLISHED = "timestamp_in_ms";

    private Events() {}

    static Received read(String topic, Message message, Runnable acknowledge, Channel channel) {
        MessageProperties properties = message.getMessageProperties();
        UnaryOperator<String> attributes = name -> attribute(properties, name);
        Instant published = published(properties, Instant.now());
        try {
            return new Received(
                    CloudEvents.read(topic, properties.getContentType(), attributes, message.getBody(), published),
                    published,
                    acknowledge,
                    null,
                    channel::isOpen);
        } catch (NotAnEvent e) {
            return new Received(
                    CloudEvents.remains(topic, id(message), attributes, message.getBody(), published),
                    published,
                    acknowledge,
                    e.getMessage(),
                    channel::isOpen);
        }
    }

    /** Never later than now, as others may have another clock. */
    private static Instant published(MessageProperties properties, Instant now) {
        Object told = properties.getHeader(PUBLISHED);
        Instant published = null;
        if (told instanceof Number millis) published = Instant.ofEpochMilli(millis.longValue());
        else if (properties.getTimestamp() != null)
            published = properties.getTimestamp().toInstant();
        return published == null || published.isAfter(now) ? now : published;
    }

    private static String attribute(MessageProperties properties, String name) {
        Object value = properties.getHeader(PREFIX + name);
        if (value == null) value = properties.getHeader(OTHER_PREFIX + name);
        if (value instanceof Date date) return date.toInstant().toString();
        return value == null ? null : value.toString();
    }

    private static String id(Message message) {
        String named = message.getMessageProperties().getMessageId();
        if (named != null && !named.isBlank()) return named;
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(message.getBody());
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
