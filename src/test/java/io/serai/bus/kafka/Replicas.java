package io.serai.bus.kafka;

import io.serai.message.Json;
import io.serai.message.Message;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.impl.DefaultCamelContext;

/** Brokers on one server as several processes would have them, and messages for them. */
final class Replicas implements AutoCloseable {
    private final KafkaServer server;
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final List<KafkaBroker> open = new ArrayList<>();
    private KafkaBroker one;

    Replicas(KafkaServer server) {
        this.server = server;
        camel.start();
    }

    /** The same one each time. */
    KafkaBroker one() {
        if (one == null) one = another();
        return one;
    }

    KafkaBroker another() {
        return with(Map.of());
    }

    KafkaBroker with(Map<String, String> settings) {
        KafkaBroker broker = server.broker(camel, settings);
        open.add(broker);
        return broker;
    }

    /** Numbers 1 to {@code each} for every subject. */
    static List<Message> messages(String topic, int subjects, int each) {
        return messages(topic, subjects, 1, each);
    }

    static List<Message> messages(String topic, int subjects, int from, int each) {
        List<Message> messages = new ArrayList<>();
        for (int number = from; number < from + each; number++)
            for (int subject = 1; subject <= subjects; subject++)
                messages.add(message(topic, Integer.toString(subject), number));
        return messages;
    }

    static Message message(String topic, String subject, int number) {
        return new Message(
                UUID.randomUUID().toString(),
                topic,
                "magento-pl",
                subject,
                Instant.parse("2026-11-22T07:59:58.123Z"),
                "journey",
                Json.MAPPER.createObjectNode().put("n", number));
    }

    @Override
    public void close() {
        open.forEach(KafkaBroker::close);
        camel.stop();
    }
}
