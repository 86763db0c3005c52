package io.serai.it.oracle;

import static org.awaitility.Awaitility.await;

import io.serai.it.RuntimeProcess;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
                new Fault("broker: killed and started again", this::killAndStart),
                new Fault(
                        "broker: closes all connections",
                        () -> server.run("rabbitmqctl", "close_all_connections", "by the oracle")));
    }

    /**
     * A node that is killed within moments of making a quorum queue may start again with that queue for ever without a leader
     * (github.com/rabbitmq/rabbitmq-server/issues/10070), so it first has time to write down those that it makes at the start.
     */
    private void killAndStart() {
        Set<Set<String>> seen = new HashSet<>();
        await("no new queue for seconds")
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofSeconds(2))
                .until(() -> !seen.add(queues()));
        server.killAndStart(1_000);
    }

    private Set<String> queues() throws Exception {
        return Set.copyOf(server.run("rabbitmqctl", "--quiet", "list_queues", "name")
                .lines()
                .toList());
    }

    @Override
    public void close() {
        server.close();
    }
}
