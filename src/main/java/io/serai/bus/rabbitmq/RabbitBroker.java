package io.serai.bus.rabbitmq;

import io.serai.bus.broker.Broker;
import io.serai.bus.broker.BrokerException;
import io.serai.bus.broker.Receiver;
import io.serai.bus.broker.Subscription;
import io.serai.message.Message;
import io.serai.store.cluster.Leases;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.component.springrabbit.SpringRabbitMQComponent;
import org.jboss.logging.Logger;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * RabbitMQ. A topic of the bus is a routing key of one durable topic exchange; a group is some quorum queues, each of which holds a part
 * of the keys and is read by one replica at a time, so that messages of one key keep their order.
 *
 * <p>Sent messages are confirmed by a majority of the queue's replicas. What was handed over and is not acknowledged when a connection is
 * lost or a replica dies goes back to its queue, before what came after it (Invariant 2).
 */
@Singleton
@Named("rabbitmq")
public class RabbitBroker implements Broker {
    private static final Logger LOG = Logger.getLogger(RabbitBroker.class);

    private final RabbitConfig config;
    private final Names names;
    private final Connections connections;
    private final Declarations declarations;
    private final Sender sender;
    private final Sharing sharing;
    private final SpringRabbitMQComponent component;
    private final ThreadPoolTaskScheduler monitor = new ThreadPoolTaskScheduler();
    private final Map<String, Held> held = new ConcurrentHashMap<>();

    /** Connects to nothing yet. */
    public RabbitBroker(CamelContext camel, RabbitConfig config, Leases leases) {
        this.config = config;
        this.names = new Names(config.exchange(), config.partitions());
        this.connections = new Connections(config);
        this.declarations = new Declarations(connections.reading(), names, config.declare());
        this.sender = new Sender(connections, names, config.confirmTimeout());
        this.monitor.setThreadNamePrefix("bus-rabbitmq-monitor-");
        this.monitor.setDaemon(true);
        this.monitor.initialize();
        this.sharing = new Sharing(leases);
        this.sharing.start(monitor);
        this.component = component(camel);
    }

    private SpringRabbitMQComponent component(CamelContext camel) {
        SimpleAsyncTaskExecutor starter = new SimpleAsyncTaskExecutor("bus-rabbitmq-");
        starter.setDaemon(true);
        SpringRabbitMQComponent made = new SpringRabbitMQComponent();
        made.setCamelContext(camel);
        made.setConnectionFactory(connections.reading().factory());
        made.setListenerContainerFactory(new Containers(monitor, starter));
        made.start();
        return made;
    }

    @Override
    public void connect() {
        if (!connected()) declarations.connect();
    }

    @Override
    public void declare(String topic, String group) {
        declarations.declare(topic, group);
    }

    @Override
    public void drop(String topic, String group) {
        declarations.drop(topic, group);
    }

    @Override
    public void send(List<Message> messages) {
        sender.send(messages);
    }

    @Override
    public Subscription subscribe(String topic, String group, int window, Receiver inbox) {
        Held count = held(topic, group);
        int prefetch = Math.max(1, window / names.partitions());
        List<Reader> readers = IntStream.range(0, names.partitions())
                .mapToObj(partition -> new Reader(
                        component,
                        topic,
                        names.queue(topic, group, partition),
                        prefetch,
                        partition + (topic + ' ' + group).hashCode(),
                        count,
                        inbox,
                        System::nanoTime))
                .toList();
        readers.forEach(Reader::start);
        sharing.add(readers);
        return () -> {
            sharing.remove(readers);
            readers.parallelStream().forEach(Reader::stop);
        };
    }

    /** Of what is handed over, that of this replica is counted. */
    @Override
    public long backlog(String topic, String group) {
        if (!connected()) return -1;
        try {
            return declarations.waiting(topic, group) + held(topic, group).count();
        } catch (BrokerException e) {
            LOG.debugf(e, "What waits for group %s of topic %s is not known", group, topic);
            return -1; // its queues are not declared yet, or the connection has just been lost
        }
    }

    private Held held(String topic, String group) {
        return held.computeIfAbsent(topic + ' ' + group, key -> new Held());
    }

    @Override
    public int prefetch() {
        return config.prefetch();
    }

    @Override
    public boolean connected() {
        return connections.connected();
    }

    @Override
    public void close() {
        sharing.close();
        component.stop();
        connections.close();
        monitor.shutdown();
    }
}
