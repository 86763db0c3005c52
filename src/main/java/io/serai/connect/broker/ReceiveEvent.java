package io.serai.connect.broker;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import io.quarkus.arc.Unremovable;
import io.serai.message.Json;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * {@code process: {ref: brokerEvent}}: makes what a broker delivered ready for {@code journal:receive}. The route has told before where
 * it comes from, in {@value #SYSTEM} and {@value #KIND}; every other header is gone afterwards.
 *
 * <p>Never fails, as the broker would deliver the message for ever: what is no JSON object becomes {@code {"unreadable": why}}, to be
 * refused by a route behind the bus, where it becomes a dead letter. The journal keeps the bytes as they came. Thread-safe.
 */
@Singleton
@Unremovable
@Named("brokerEvent")
public class ReceiveEvent implements Processor {
    static final String SYSTEM = "SeraiSystem";
    static final String KIND = "SeraiKind";
    private static final String KEY = "SeraiKey";
    private static final String CHANNEL = "SeraiChannel";
    private static final String RAW = "SeraiRaw";
    private static final ObjectReader JSON = Json.MAPPER.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final byte[] NOTHING = {};

    @Override
    public void process(Exchange exchange) {
        Message message = exchange.getMessage();
        byte[] raw = message.getBody() == null ? NOTHING : message.getBody(byte[].class);
        String system = message.getHeader(SYSTEM, String.class);
        String kind = message.getHeader(KIND, String.class);
        String key = key(message);
        exchange.setProperty(RAW, raw);
        message.removeHeaders("*");
        message.setHeader(SYSTEM, system);
        message.setHeader(KIND, kind);
        message.setHeader(KEY, key);
        message.setHeader(CHANNEL, "broker");
        message.setBody(json(raw));
    }

    private static JsonNode json(byte[] raw) {
        try {
            JsonNode json = JSON.readTree(raw);
            if (json != null && json.isObject()) return json;
        } catch (IOException e) {
            // its text would repeat what was sent
        }
        return Json.MAPPER.createObjectNode().put("unreadable", "not a JSON object in UTF-8");
    }

    /** By which the same message is known when it comes again; without any of these it cannot be. */
    private static String key(Message message) {
        String id = first(message, "cloudEvents:id", "cloudEvents_id", "ce_id", "CamelSpringRabbitmqMessageId");
        if (id != null) return id;
        Object offset = message.getHeader("kafka.OFFSET");
        if (offset == null) return UUID.randomUUID().toString();
        return message.getHeader("kafka.TOPIC") + "/" + message.getHeader("kafka.PARTITION") + "/" + offset;
    }

    private static String first(Message message, String... names) {
        for (String name : names) {
            String value = message.getHeader(name, String.class);
            if (value != null && !value.isBlank()) return value;
        }
        return null;
    }
}
