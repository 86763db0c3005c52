package io.serai.bus;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.serai.bus.rabbitmq.RabbitBroker;
import io.serai.bus.rabbitmq.RabbitConfig;
import io.serai.store.cluster.Leases;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.testcontainers.containers.Container;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.rabbitmq.RabbitMQContainer;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/** A RabbitMQ in a container that starts it again, with all it has on its disk, whenever it is killed. */
final class RabbitNode implements AutoCloseable {
    private final RabbitMQContainer container = new RabbitMQContainer(DockerImageName.parse(
                    Optional.ofNullable(System.getenv("RABBITMQ_IMAGE")).orElse("rabbitmq:4-management"))
            .asCompatibleSubstituteFor("rabbitmq"));

    RabbitNode() {
        container.withCreateContainerCmdModifier(command -> command.withEntrypoint(
                "bash", "-c", "while true; do docker-entrypoint.sh rabbitmq-server; sleep 1; done"));
        container.waitingFor(Wait.forSuccessfulCommand("rabbitmq-diagnostics check_port_connectivity")
                .withStartupTimeout(Duration.ofMinutes(5)));
        container.start();
    }

    RabbitBroker broker(CamelContext camel, Map<String, String> settings, Leases leases) {
        RabbitConfig config = new SmallRyeConfigBuilder()
                .withMapping(RabbitConfig.class)
                .withDefaultValue("serai.bus.rabbitmq.addresses", container.getHost() + ':' + container.getAmqpPort())
                .withDefaultValue("serai.bus.rabbitmq.password", container.getAdminPassword())
                .withDefaultValue("serai.bus.rabbitmq.username", container.getAdminUsername())
                .withDefaultValues(settings)
                .build()
                .getConfigMapping(RabbitConfig.class);
        return new RabbitBroker(camel, config, leases);
    }

    /** Every process in the container except the one that starts the server again. */
    void kill() throws Exception {
        container.execInContainer("bash", "-c", "kill -9 -1");
    }

    String control(String... arguments) throws Exception {
        String[] command = new String[arguments.length + 1];
        command[0] = "rabbitmqctl";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        Container.ExecResult result = container.execInContainer(command);
        if (result.getExitCode() != 0) throw new IOException(result.getStderr());
        return result.getStdout();
    }

    /** As an operator does it. */
    void importDefinitions(Path file) throws Exception {
        container.copyFileToContainer(MountableFile.forHostPath(file, 0644), "/tmp/definitions.json");
        control("import_definitions", "/tmp/definitions.json");
    }

    interface Use {
        void with(Channel channel) throws Exception;
    }

    /** What somebody else does who knows nothing of Serai. */
    void asPlainClient(Use use) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(container.getHost());
        factory.setPort(container.getAmqpPort());
        factory.setUsername(container.getAdminUsername());
        factory.setPassword(container.getAdminPassword());
        try (Connection connection = factory.newConnection();
                Channel channel = connection.createChannel()) {
            use.with(channel);
        }
    }

    @Override
    public void close() {
        container.stop();
    }
}
