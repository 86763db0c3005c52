package io.serai.bus.kafka;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/** Settings of Kafka as the bus's broker. */
@ConfigMapping(prefix = "serai.bus.kafka")
public interface KafkaConfig {
    /** Brokers to begin with, {@code host:port}, separated by commas; needed when the transport is {@code kafka}. */
    Optional<String> bootstrapServers();

    /** Stands before the names of topics and consumer groups, so that several installations share a cluster. */
    @WithDefault("serai.")
    String prefix();

    /** How many partitions a new topic gets: the most replicas that read one group at once. */
    @WithDefault("12")
    int partitions();

    /** On how many brokers a new topic is kept; the cluster's default when absent. */
    OptionalInt replicationFactor();

    /** Whether missing topics are made; otherwise the operator makes them. */
    @WithDefault("true")
    boolean declare();

    /** A properties file of Kafka's own client settings, such as {@code security.protocol}, {@code sasl.*}, {@code compression.type}. */
    Optional<Path> propertiesFile();

    /** How many unacknowledged messages of a group one process holds, unless its batches need more. */
    @WithDefault("1000")
    int prefetch();
}
