package io.serai.bus.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import io.serai.bus.broker.Received;
import io.serai.bus.broker.Receiver;
import io.serai.store.cluster.Leases;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.component.springrabbit.SpringRabbitMQComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.listener.DirectMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.api.ChannelAwareMessageListener;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/** Who reads a queue while what is under way takes longer than a look; of two replicas it is the one whose name is the later. */
class SharingTest {
    private static final String LATER = "bus/rabbitmq/later";
    private static final String EARLIER = "bus/rabbitmq/!earlier";

    /** A queue that nobody else stands in line for: who reads it anew gets again what is not acknowledged. */
    private static final class Queue extends DirectMessageListenerContainer {
        private final List<Message> waiting = new ArrayList<>();
        private Channel channel;
        private AtomicBoolean open;

        Queue(CachingConnectionFactory connections) {
            super(connections);
        }

        @Override
        public void start() {
            AtomicBoolean opened = new AtomicBoolean(true);
            open = opened;
            channel = (Channel) Proxy.newProxyInstance(
                    getClass().getClassLoader(),
                    new Class<?>[] {Channel.class},
                    (proxy, method, arguments) -> switch (method.getName()) {
                        case "isOpen" -> opened.get();
                        case "basicAck" -> acknowledge((long) arguments[0]);
                        case "hashCode" -> System.identityHashCode(proxy);
                        case "equals" -> proxy == arguments[0];
                        default -> throw new UnsupportedOperationException(method.getName());
                    });
            List.copyOf(waiting).forEach(this::deliver);
        }

        @Override
        public void stop() {
            open.set(false);
        }

        private Void acknowledge(long tag) {
            waiting.removeIf(message -> message.getMessageProperties().getDeliveryTag() == tag);
            return null;
        }

        void publish(String id) {
            MessageProperties properties = new MessageProperties();
            properties.setHeader("cloudEvents:specversion", "1.0");
            properties.setHeader("cloudEvents:id", id);
            properties.setHeader("cloudEvents:source", "test");
            properties.setDeliveryTag(id.hashCode());
            Message message = new Message("{}".getBytes(StandardCharsets.UTF_8), properties);
            waiting.add(message);
            deliver(message);
        }

        private void deliver(Message message) {
            try {
                ((ChannelAwareMessageListener) getMessageListener()).onMessage(message, channel);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private final AtomicBoolean paused = new AtomicBoolean();
    private final AtomicLong time = new AtomicLong();
    private final Set<String> replicas = new HashSet<>();
    private final List<Received> handedOver = new ArrayList<>();
    private final List<Runnable> looks = new ArrayList<>();
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final CachingConnectionFactory connections = new CachingConnectionFactory("localhost");
    private final Queue queue = new Queue(connections);
    private Reader reader;

    @BeforeEach
    void read() {
        SpringRabbitMQComponent component = new SpringRabbitMQComponent();
        component.setCamelContext(camel);
        component.setConnectionFactory(connections);
        component.setListenerContainerFactory(endpoint -> queue);
        component.start();
        queue.setQueueNames("q");
        reader = new Reader(component, "topic", "q", 10, 1, new Held(), receiver(), time::get);
        reader.start();
        Sharing sharing = new Sharing(leases());
        sharing.add(List.of(reader));
        sharing.start(new ThreadPoolTaskScheduler() {
            @Override
            public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, Duration delay) {
                looks.add(task);
                return null;
            }
        });
        look();
    }

    private Receiver receiver() {
        return new Receiver() {
            @Override
            public void accept(Received received) {
                handedOver.add(received);
            }

            @Override
            public boolean paused() {
                return paused.get();
            }
        };
    }

    private Leases leases() {
        return new Leases() {
            @Override
            public boolean take(String name) {
                return replicas.add(name);
            }

            @Override
            public void give(String name) {
                replicas.remove(name);
            }

            @Override
            public Set<String> held(String prefix) {
                return Set.copyOf(replicas);
            }

            @Override
            public boolean holds(String name) {
                return replicas.contains(name);
            }
        };
    }

    private void look() {
        looks.forEach(Runnable::run);
    }

    private List<String> seen() {
        return handedOver.stream().map(one -> one.message().id()).toList();
    }

    @AfterEach
    void close() {
        reader.stop();
        camel.stop();
        connections.destroy();
    }

    @Test
    void aQueueIsLeftOnceWhatIsUnderWayIsSettled() {
        queue.publish("slow");
        replicas.add(LATER);
        look();
        queue.publish("next");
        look();
        assertThat(seen()).containsExactly("slow");
        assertThat(reader.reads()).isTrue();
        handedOver.get(0).acknowledge().run();
        queue.waiting.clear(); // the other reads it
        look();
        assertThat(reader.reads()).isFalse();
    }

    @Test
    void workThatTakesLongIsNotBegunAnewByAnotherReplicaUnlessTheGroupPauses() {
        queue.publish("slow");
        replicas.add(LATER);
        look();
        time.addAndGet(TimeUnit.HOURS.toNanos(1));
        look();
        assertThat(seen()).as("not handed back").containsExactly("slow");
        assertThat(reader.reads()).isTrue();
        paused.set(true);
        queue.waiting.clear(); // the other reads it
        look();
        assertThat(reader.reads()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", EARLIER})
    void aQueueThatIsOursAgainIsReadOnOnceWhatIsUnderWayIsSettled(String other) {
        queue.publish("slow");
        replicas.add(LATER);
        look();
        queue.publish("next");
        replicas.remove(LATER);
        if (!other.isEmpty()) replicas.add(other);
        look();
        assertThat(seen()).as("neither handled twice nor overtaken").containsExactly("slow");
        handedOver.get(0).acknowledge().run();
        look();
        assertThat(seen()).containsExactly("slow", "next");
        queue.publish("last");
        assertThat(seen()).containsExactly("slow", "next", "last");
    }
}
