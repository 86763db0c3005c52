package io.serai.bus.kafka;

import io.serai.Needs;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/** One broker in a container, which can be killed and comes back under the same address with what it had. */
public final class KafkaServer implements AutoCloseable {
    private static final String START = "/tmp/testcontainers_start.sh";
    private static final String AGAIN_AND_AGAIN =
            "while [ ! -f " + START + " ]; do sleep 0.1; done; while true; do " + START + "; sleep 1; done";
    private static final String KILL = "for p in /proc/[0-9]*; do"
            + " if grep -q kafka.Kafka $p/cmdline 2>/dev/null && grep -q ^java $p/comm; then kill -9 ${p#/proc/}; fi; done";

    private final KafkaContainer container;
    private final Path patience;

    private KafkaServer(KafkaContainer container) {
        this.container = container;
        try {
            patience = Files.writeString(
                    Files.createTempFile("kafka", ".properties"),
                    ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG + "=120000\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static KafkaServer start() {
        Needs.docker();
        String image = Optional.ofNullable(System.getenv("KAFKA_IMAGE")).orElse("apache/kafka:4.1.1");
        KafkaContainer container = new KafkaContainer(
                        DockerImageName.parse(image).asCompatibleSubstituteFor("apache/kafka"))
                .withCommand("sh", "-c", AGAIN_AND_AGAIN)
                .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
                .withStartupTimeout(Duration.ofMinutes(5));
        container.start();
        return new KafkaServer(container);
    }

    public String bootstrapServers() {
        return container.getBootstrapServers();
    }

    /** The bus's side of it, as one process would have it; with patience, as a broker that was killed may take long to come back. */
    public KafkaBroker broker(CamelContext camel, Map<String, String> settings) {
        KafkaConfig config = new SmallRyeConfigBuilder()
                .withMapping(KafkaConfig.class)
                .withDefaultValue("serai.bus.kafka.bootstrap-servers", bootstrapServers())
                .withDefaultValue("serai.bus.kafka.properties-file", patience.toString())
                .withDefaultValues(settings)
                .build()
                .getConfigMapping(KafkaConfig.class);
        return new KafkaBroker(camel, config);
    }

    /** Kills the broker's process; it is started again at once. */
    public void kill() throws Exception {
        var result = container.execInContainer("sh", "-c", KILL);
        if (result.getExitCode() != 0) throw new IllegalStateException(result.getStderr());
    }

    public Admin admin() {
        return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers()));
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(patience);
        container.stop();
    }
}
