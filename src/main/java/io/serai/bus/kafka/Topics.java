package io.serai.bus.kafka;

import io.serai.bus.broker.BrokerException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Sees to it that topics exist before they are used; a topic that exists is left as it is. Thread-safe. */
class Topics {
    private final Cluster cluster;
    private final KafkaConfig config;
    private final Names names;
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    Topics(Cluster cluster, KafkaConfig config, Names names) {
        this.cluster = cluster;
        this.config = config;
        this.names = names;
    }

    /** @throws BrokerException when it does not exist and was not made */
    void need(String topic) {
        String name = names.topic(topic);
        if (known.contains(name)) return;
        if (!exists(name)) make(name);
        known.add(name);
    }

    /** After a failure it may be one that somebody deleted. */
    void forget() {
        known.clear();
    }

    private boolean exists(String name) {
        try {
            cluster.ask(
                    "topic " + name,
                    admin -> admin.describeTopics(List.of(name)).allTopicNames());
            return true;
        } catch (BrokerException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) return false;
            throw e;
        }
    }

    private void make(String name) {
        if (!config.declare())
            throw new BrokerException(
                    "Kafka has no topic '" + name
                            + "', and serai.bus.kafka.declare=false leaves topics to the operator: make it, or allow Serai to",
                    null);
        Optional<Short> replication = config.replicationFactor().isPresent()
                ? Optional.of((short) config.replicationFactor().getAsInt())
                : Optional.empty();
        NewTopic topic = new NewTopic(name, Optional.of(config.partitions()), replication)
                .configs(Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(Endpoints.LARGEST)));
        try {
            cluster.ask(
                    "make topic " + name,
                    admin -> admin.createTopics(List.of(topic)).all());
        } catch (BrokerException e) {
            if (!(e.getCause() instanceof TopicExistsException)) throw e;
        }
    }
}
