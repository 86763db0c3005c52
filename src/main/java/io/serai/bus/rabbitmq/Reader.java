package io.serai.bus.rabbitmq;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import io.serai.bus.broker.Receiver;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.camel.Exchange;
import org.apache.camel.component.springrabbit.SpringRabbitMQComponent;
import org.apache.camel.component.springrabbit.SpringRabbitMQConstants;
import org.apache.camel.component.springrabbit.SpringRabbitMQEndpoint;
import org.apache.camel.support.service.ServiceHelper;
import org.jboss.logging.Logger;
import org.springframework.amqp.core.AcknowledgeMode;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.connection.ChannelProxy;

/** Reads one queue through Camel's consumer, and acknowledges each message when it is told to. */
final class Reader {
    private static final Logger LOG = Logger.getLogger(Reader.class);

    private static final long MOST_PATIENCE = TimeUnit.MINUTES.toNanos(1);
    private static final long WHILE_PAUSED = TimeUnit.SECONDS.toNanos(30);

    private final String topic;
    private final int place;
    private final Receiver inbox;
    private final LongSupplier time;
    private final Held held;
    private final SpringRabbitMQEndpoint endpoint;
    private final org.apache.camel.Consumer consumer;

    private final Held underWay = new Held();
    private volatile boolean reads;
    private volatile boolean leaving;
    private long leavingSince;
    private boolean stopped;
    private long patience = TimeUnit.SECONDS.toNanos(2);
    private long notBefore;

    /**
     * @param place by which replicas agree whose queue it is
     * @param held counts what is handed over and not acknowledged
     * @param time in nanoseconds, from anywhere
     */
    Reader(
            SpringRabbitMQComponent component,
            String topic,
            String queue,
            int prefetch,
            int place,
            Held held,
            Receiver inbox,
            LongSupplier time) {
        this.topic = topic;
        this.place = place;
        this.inbox = inbox;
        this.time = time;
        this.notBefore = time.getAsLong();
        this.held = held;
        this.endpoint = new SpringRabbitMQEndpoint("spring-rabbitmq:" + queue, component, queue);
        endpoint.setCamelContext(component.getCamelContext());
        endpoint.setConnectionFactory(component.getConnectionFactory());
        endpoint.setQueues(queue);
        endpoint.setAutoDeclare(false);
        endpoint.setAcknowledgeMode(AcknowledgeMode.MANUAL);
        endpoint.setPrefetchCount(prefetch);
        endpoint.setDisableReplyTo(true);
        endpoint.setMessageConverter(new AsIs());
        endpoint.setMessagePropertiesConverter(new NoHeaders());
        try {
            endpoint.start();
            this.consumer = endpoint.createConsumer(this::receive);
        } catch (Exception e) {
            throw new IllegalStateException("queue " + queue + " cannot be read", e);
        }
    }

    int place() {
        return place;
    }

    /** Whether it is this replica that reads the queue, so far as it has got any message. */
    boolean reads() {
        return reads;
    }

    synchronized void start() {
        consumer.start();
    }

    /** Stands in line again where that failed before. */
    synchronized void stand() {
        if (!stopped && !ServiceHelper.isStarted(consumer)) consumer.start();
    }

    /** Hands over nothing more, as the queue is another replica's. False when that was tried a short time ago and nobody else came. */
    synchronized boolean leave() {
        long now = time.getAsLong();
        if (stopped || now - notBefore < 0) return false;
        if (!leaving) leavingSince = now;
        leaving = true;
        return true;
    }

    boolean leaves() {
        return leaving;
    }

    /** Whether all that was handed over is acknowledged, or will not be soon, as the group pauses. Work may take as long as it takes. */
    synchronized boolean idle() {
        return underWay.count() == 0 || inbox.paused() && time.getAsLong() - leavingSince > WHILE_PAUSED;
    }

    /**
     * Lets who is next in line read the queue, and stands at its end; what the broker has handed over meanwhile goes back before. If nobody
     * else is in line, it is tried again after growing times.
     */
    synchronized void stepBack() {
        if (stopped) return;
        patience = Math.min(2 * patience, MOST_PATIENCE);
        notBefore = time.getAsLong() + patience;
        consumer.stop();
        reads = false;
        leaving = false;
        consumer.start();
    }

    synchronized void stop() {
        stopped = true;
        consumer.stop();
        endpoint.stop();
    }

    private void receive(Exchange exchange) {
        Message message = exchange.getMessage().getBody(Message.class);
        Channel given = exchange.getProperty(SpringRabbitMQConstants.CHANNEL, Channel.class);
        Channel channel = given instanceof ChannelProxy proxy ? proxy.getTargetChannel() : given;
        long tag = message.getMessageProperties().getDeliveryTag();
        reads = true;
        held.add(channel);
        underWay.add(channel);
        if (leaving) underWay.remove(channel); // goes back when the channel closes
        else inbox.accept(Events.read(topic, message, () -> acknowledge(channel, tag), channel));
    }

    /** On the channel that it came by: if that is gone the broker has taken the message back, and hands it over again. */
    private void acknowledge(Channel channel, long tag) {
        held.remove(channel);
        underWay.remove(channel);
        try {
            if (channel.isOpen()) channel.basicAck(tag, false);
        } catch (IOException | ShutdownSignalException e) {
            LOG.debugf("An acknowledgement was lost with its channel: %s", e.getMessage());
        }
    }
}
