package io.serai.it.oracle;

import io.serai.it.RuntimeProcess;
import java.util.List;
import org.testcontainers.kafka.KafkaContainer;

/** Kafka as the bus's broker, one node. */
public record Kafka(Container server) implements Service {
    public static Kafka start() {
        KafkaContainer kafka = new KafkaContainer(Container.image("KAFKA_IMAGE", "apache/kafka:4.1.0"));
        return new Kafka(Container.start(kafka, 9092, "Transitioning from RECOVERY to RUNNING"));
    }

    @Override
    public void configure(RuntimeProcess runtime) {
        runtime.set("serai.bus.transport", "kafka")
                .set("serai.bus.kafka.bootstrap-servers", "localhost:" + server.port());
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
