package io.serai.it.oracle;

import io.serai.it.RuntimeProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.testcontainers.kafka.KafkaContainer;

/**
 * Kafka as the bus's broker, one node.
 *
 * @param client settings of its clients: a group waits for a killed replica for 10 seconds, and not for Kafka's 45
 */
public record Kafka(Container server, Path client) implements Service {
    private static final String CLIENT = "session.timeout.ms=10000\nheartbeat.interval.ms=3000\n";

    public static Kafka start() {
        KafkaContainer kafka = new KafkaContainer(Container.image("KAFKA_IMAGE", "apache/kafka:4.1.0"));
        return new Kafka(Container.start(kafka, 9092, "Transitioning from RECOVERY to RUNNING"), clientSettings());
    }

    private static Path clientSettings() {
        try {
            return Files.writeString(Files.createTempFile("kafka", ".properties"), CLIENT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void configure(RuntimeProcess runtime) {
        runtime.set("serai.bus.transport", "kafka")
                .set("serai.bus.kafka.bootstrap-servers", "localhost:" + server.port())
                .set("serai.bus.kafka.properties-file", client.toString());
    }

    @Override
    public List<Fault> faults(Replicas replicas) {
        return List.of(new Fault("broker: killed and started again", () -> server.killAndStart(1_000)));
    }

    @Override
    public void close() {
        server.close();
    }
}
