package io.serai.bus.kafka;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.serai.bus.broker.Broker;
import io.serai.bus.broker.BrokerException;
import io.serai.bus.broker.Receiver;
import io.serai.bus.broker.Subscription;
import io.serai.message.Message;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/**
 * Kafka. A topic of the bus is a topic there, keyed by source and subject; a group is a consumer group, which reads a topic from its
 * beginning when it is new. Sent messages are confirmed by all in-sync replicas; how many these must be is the topic's
 * {@code min.insync.replicas}, and how long messages are kept its {@code retention.ms}: both are the operator's.
 *
 * <p>Nothing is committed before it is acknowledged (Invariant 2): per partition, the offset of the first message that is not. When a
 * partition goes to another consumer, what is acknowledged is committed first, and what is not comes again there.
 */
@Singleton
@Named("kafka")
public class KafkaBroker implements Broker {
    private final KafkaConfig config;
    private final Supplier<ClientSettings> settings;
    private final Names names;
    private final Endpoints endpoints;
    private final Cluster cluster;
    private final Topics topics;
    private final Lags lags;
    private final Sender sender;
    private final Set<GroupConsumer> consumers = ConcurrentHashMap.newKeySet();

    /** Connects to nothing yet. */
    public KafkaBroker(CamelContext camel, KafkaConfig config) {
        String bootstrapServers = config.bootstrapServers()
                .orElseThrow(() -> new ConfigurationException(
                        "serai.bus.kafka.bootstrap-servers is missing (needed by serai.bus.transport=kafka)"));
        if (bootstrapServers.contains("@"))
            throw new ConfigurationException("serai.bus.kafka.bootstrap-servers must not hold a user or password;"
                    + " expected host:port,host:port, and the login in serai.bus.kafka.properties-file");
        this.config = config;
        this.settings = settings(config, bootstrapServers);
        this.names = new Names(config.prefix());
        this.endpoints = new Endpoints(camel, bootstrapServers, settings);
        this.cluster = new Cluster(settings, bootstrapServers);
        this.topics = new Topics(cluster, config, names);
        this.lags = new Lags(cluster);
        this.sender = new Sender(endpoints.sending(), settings, topics, names);
    }

    private static Supplier<ClientSettings> settings(KafkaConfig config, String bootstrapServers) {
        if (config.propertiesFile().isEmpty()) return () -> ClientSettings.NONE;
        return new ClientFile(config.propertiesFile().get(), new Trial(bootstrapServers), System::nanoTime);
    }

    @Override
    public void connect() {
        if (!connected())
            cluster.ask(
                    "which brokers there are", admin -> admin.describeCluster().nodes());
    }

    /** Of the two only the topic is made: a new group begins with what its topic holds. */
    @Override
    public void declare(String topic, String group) {
        topics.need(topic);
    }

    /** What the group has read is forgotten; its topic stays, as others may read it. */
    @Override
    public void drop(String topic, String group) {
        try {
            cluster.ask(
                    "remove group " + group,
                    admin -> admin.deleteConsumerGroups(List.of(names.group(topic, group)))
                            .all());
        } catch (BrokerException e) {
            if (!(e.getCause() instanceof GroupIdNotFoundException)) throw e;
        }
    }

    @Override
    public void send(List<Message> messages) {
        sender.send(messages);
    }

    @Override
    public Subscription subscribe(String topic, String group, int window, Receiver inbox) {
        GroupConsumer consumer =
                new GroupConsumer(endpoints, settings, cluster, topics, names, topic, group, window, inbox);
        consumers.add(consumer);
        consumer.start();
        return () -> {
            if (consumers.remove(consumer)) consumer.close();
        };
    }

    @Override
    public long backlog(String topic, String group) {
        return lags.of(names.group(topic, group), names.topic(topic));
    }

    @Override
    public int prefetch() {
        return config.prefetch();
    }

    @Override
    public boolean connected() {
        return cluster.connected();
    }

    @Override
    public void close() {
        consumers.parallelStream().forEach(GroupConsumer::close);
        consumers.clear();
        sender.close();
        cluster.close();
    }
}
