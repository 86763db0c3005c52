package io.serai.it.oracle;

import io.serai.it.RuntimeProcess;
import java.util.List;
import org.testcontainers.rabbitmq.RabbitMQContainer;

/** RabbitMQ as the bus's broker, one node. */
public record RabbitMq(Container server) implements Service {
    public static RabbitMq start() {
        RabbitMQContainer rabbit =
                new RabbitMQContainer(Container.image("RABBITMQ_IMAGE", "rabbitmq:4.1-management-alpine"));
        return new RabbitMq(Container.start(rabbit, 5672, "Server startup complete"));
    }

    @Override
    public void configure(RuntimeProcess runtime) {
        runtime.set("serai.bus.transport", "rabbitmq")
                .set("serai.bus.rabbitmq.addresses", "localhost:" + server.port())
                .set("serai.bus.rabbitmq.username", "guest")
                .set("serai.bus.rabbitmq.password", "guest");
    }

    @Override
    public List<Fault> faults(Replicas replicas) {
        return List.of(
                new Fault("broker: killed and started again", () -> server.killAndStart(1_000)),
                new Fault(
                        "broker: closes all connections",
                        () -> server.run("rabbitmqctl", "close_all_connections", "by the oracle")));
    }

    @Override
    public void close() {
        server.close();
    }
}
