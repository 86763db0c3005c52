package io.serai.bus.kafka;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;

/** Kafka's own client settings from the operator's file. */
final class ClientProperties {
    /** What the promises of the bus rest on: a file that sets one of these is refused, not obeyed in part. */
    private static final List<String> KEPT = List.of(
            "acks",
            "allow.auto.create.topics",
            "auto.offset.reset",
            "bootstrap.servers",
            "enable.auto.commit",
            "enable.idempotence",
            "group.id",
            "group.protocol",
            "key.deserializer",
            "key.serializer",
            "max.in.flight.requests.per.connection",
            "max.poll.records",
            "partition.assignment.strategy",
            "transactional.id",
            "value.deserializer",
            "value.serializer");

    private ClientProperties() {}

    /** @throws IllegalArgumentException naming the file, when it cannot be read or sets what Serai sets itself */
    static Map<String, Object> read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "serai.bus.kafka.properties-file: " + file + " cannot be read ("
                            + e.getClass().getSimpleName() + ")",
                    e);
        }
        TreeSet<String> refused = new TreeSet<>(properties.stringPropertyNames());
        refused.retainAll(KEPT);
        if (!refused.isEmpty())
            throw new IllegalArgumentException("serai.bus.kafka.properties-file: " + file + " may not set "
                    + String.join(", ", refused) + ": delivery without loss depends on Serai's own values");
        Map<String, Object> read = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> read.put(name, properties.getProperty(name)));
        return read;
    }
}
