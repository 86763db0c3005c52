package io.serai.bus.rabbitmq;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import io.serai.bus.broker.Received;
import java.io.IOException;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.component.springrabbit.SpringRabbitMQComponent;
import org.apache.camel.component.springrabbit.SpringRabbitMQConstants;
import org.apache.camel.component.springrabbit.SpringRabbitMQEndpoint;
import org.jboss.logging.Logger;
import org.springframework.amqp.core.AcknowledgeMode;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.connection.ChannelProxy;

/** Reads one queue through Camel's consumer, and acknowledges each message when it is told to. */
final class Reader {
    private static final Logger LOG = Logger.getLogger(Reader.class);

    private final String topic;
    private final Consumer<Received> inbox;
    private final Held held;
    private final SpringRabbitMQEndpoint endpoint;
    private final org.apache.camel.Consumer consumer;

    /**
     * @param priority of those who wait to read the queue, the one with the highest gets it (RabbitMQ 4)
     * @param held counts what is handed over and not acknowledged
     */
    Reader(
            SpringRabbitMQComponent component,
            String topic,
            String queue,
            int prefetch,
            int priority,
            Held held,
            Consumer<Received> inbox) {
        this.topic = topic;
        this.inbox = inbox;
        this.held = held;
        this.endpoint = new SpringRabbitMQEndpoint("spring-rabbitmq:" + queue, component, queue);
        endpoint.setCamelContext(component.getCamelContext());
        endpoint.setConnectionFactory(component.getConnectionFactory());
        endpoint.setQueues(queue);
        endpoint.setAutoDeclare(false);
        endpoint.setAcknowledgeMode(AcknowledgeMode.MANUAL);
        endpoint.setPrefetchCount(prefetch);
        endpoint.setDisableReplyTo(true);
        endpoint.setArgs(Map.of(SpringRabbitMQEndpoint.CONSUMER_ARG_PREFIX + "x-priority", priority));
        endpoint.setMessageConverter(new AsIs());
        endpoint.setMessagePropertiesConverter(new NoHeaders());
        try {
            endpoint.start();
            this.consumer = endpoint.createConsumer(this::receive);
        } catch (Exception e) {
            throw new IllegalStateException("queue " + queue + " cannot be read", e);
        }
    }

    void start() {
        consumer.start();
    }

    void stop() {
        consumer.stop();
        endpoint.stop();
    }

    private void receive(Exchange exchange) {
        Message message = exchange.getMessage().getBody(Message.class);
        Channel given = exchange.getProperty(SpringRabbitMQConstants.CHANNEL, Channel.class);
        Channel channel = given instanceof ChannelProxy proxy ? proxy.getTargetChannel() : given;
        long tag = message.getMessageProperties().getDeliveryTag();
        held.add(channel);
        inbox.accept(Events.read(topic, message, () -> acknowledge(channel, tag), channel));
    }

    /** On the channel that it came by: if that is gone the broker has taken the message back, and hands it over again. */
    private void acknowledge(Channel channel, long tag) {
        held.remove(channel);
        try {
            if (channel.isOpen()) channel.basicAck(tag, false);
        } catch (IOException | ShutdownSignalException e) {
            LOG.debugf("An acknowledgement was lost with its channel: %s", e.getMessage());
        }
    }
}
