package io.serai.message;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * One message, with the attributes of a CloudEvent 1.0.
 *
 * @param id CloudEvents id; UUIDv7. Of an inbound message it carries the time at which its system said it (a poll: now), so that of
 *     two messages about one second the later said sorts last, in whichever order they arrive
 * @param type CloudEvents type; the topic it is published to, such as {@code magento.customer} or {@code customer.changed}
 * @param source CloudEvents source; the system that the change comes from, such as {@code magento-pl}
 * @param subject CloudEvents subject; what the message is about (external id or record id), the key of its order; may be null
 * @param time CloudEvents time; when the change happened at its source
 * @param correlation id of the inbound message with which the journey began
 * @param data the payload
 * @param priority how urgent it and what follows from it are where calls to a vendor are scarce
 * @param trace CloudEvents traceparent and tracestate; the work that it follows from, or null when that was not traced
 */
public record Message(
        String id,
        String type,
        String source,
        String subject,
        Instant time,
        String correlation,
        JsonNode data,
        Priority priority,
        Trace trace) {

    /** One that is not traced. */
    public Message(
            String id,
            String type,
            String source,
            String subject,
            Instant time,
            String correlation,
            JsonNode data,
            Priority priority) {
        this(id, type, source, subject, time, correlation, data, priority, null);
    }

    /** A live one. */
    public Message(
            String id, String type, String source, String subject, Instant time, String correlation, JsonNode data) {
        this(id, type, source, subject, time, correlation, data, Priority.LIVE, null);
    }

    /** A message that follows from this one: a new id, the same journey. */
    public Message next(String id, String type, String subject, JsonNode data) {
        return new Message(id, type, source, subject, time, correlation, data, priority, trace);
    }

    /** The same, said by another system. */
    public Message from(String another) {
        return new Message(id, type, another, subject, time, correlation, data, priority, trace);
    }

    public Message with(Priority another) {
        return another == priority
                ? this
                : new Message(id, type, source, subject, time, correlation, data, another, trace);
    }

    /** The same, as what follows from that work; null leaves it as it is. */
    public Message with(Trace another) {
        return another == null
                ? this
                : new Message(id, type, source, subject, time, correlation, data, priority, another);
    }
}
