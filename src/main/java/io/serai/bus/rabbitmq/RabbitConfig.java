package io.serai.bus.rabbitmq;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Settings of RabbitMQ as the bus's broker. */
@ConfigMapping(prefix = "serai.bus.rabbitmq")
public interface RabbitConfig {
    /** Nodes of one cluster, {@code host:port}, separated by commas; the first that answers is used. */
    @WithDefault("localhost:5672")
    String addresses();

    @WithDefault("guest")
    String username();

    /** Secret; instead of it a file may be named. */
    Optional<String> password();

    /** Read at every connect, so that a changed password needs no restart. */
    Optional<Path> passwordFile();

    @WithDefault("/")
    String virtualHost();

    /** The topic exchange that all messages go through, and what the names of all queues begin with. */
    @WithDefault("serai")
    String exchange();

    /** TLS, with the broker's certificate and host name checked. */
    @WithDefault("false")
    boolean tls();

    /** Whom to trust: certificates in PEM; the JVM's trust store when absent. Read at every connect, as are the next two. */
    Optional<Path> tlsCaFile();

    /** Who this is: a certificate in PEM, with those between it and its authority. */
    Optional<Path> tlsCertificateFile();

    /** The key of the certificate: PKCS#8 in PEM, not encrypted. */
    Optional<Path> tlsKeyFile();

    /** How many unacknowledged messages of a group one process holds, unless its batches need more. */
    @WithDefault("1000")
    int prefetch();

    /**
     * Queues per group: the most replicas that read one group at once; groups are shared out among replicas anyway. A quorum queue costs
     * memory and a second to make. Before it is made smaller, the queues beyond it must be empty.
     */
    @WithDefault("1")
    int partitions();

    /** Whether exchange, queues and bindings that are missing are made; otherwise the operator makes them. */
    @WithDefault("true")
    boolean declare();

    /** How long the broker may take to confirm a batch before it is sent again. */
    @WithDefault("PT10S")
    Duration confirmTimeout();
}
