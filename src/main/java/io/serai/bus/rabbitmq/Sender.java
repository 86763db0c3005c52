package io.serai.bus.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import io.serai.bus.broker.BrokerException;
import io.serai.bus.broker.CloudEvents;
import io.serai.message.Json;
import io.serai.message.Message;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.rabbit.connection.ChannelProxy;

/**
 * Sends on one channel, in order, persistent and mandatory, and waits until the broker has confirmed all of it; what no queue takes counts as
 * not sent.
 */
final class Sender {
    private static final Logger LOG = Logger.getLogger(Sender.class);
    private static final int PERSISTENT = 2;

    private final Connections connections;
    private final Names names;
    private final Duration confirmTimeout;
    private final Set<String> returned = ConcurrentHashMap.newKeySet();
    private Channel channel;

    Sender(Connections connections, Names names, Duration confirmTimeout) {
        this.connections = connections;
        this.names = names;
        this.confirmTimeout = confirmTimeout;
    }

    synchronized void send(List<Message> messages) {
        if (connections.blocked())
            throw new BrokerException("RabbitMQ is short of memory or disk and takes no messages", null);
        returned.clear();
        try {
            Channel open = channel();
            for (Message message : messages)
                open.basicPublish(
                        names.exchange(),
                        names.routingKey(message),
                        true,
                        properties(message),
                        Json.write(message.data()));
            if (!open.waitForConfirms(confirmTimeout.toMillis()))
                throw new BrokerException("RabbitMQ did not take all messages of a batch", null);
        } catch (IOException | TimeoutException | ShutdownSignalException | AmqpException e) {
            giveUpChannel();
            throw new BrokerException("RabbitMQ did not confirm a batch: " + Connections.reason(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            giveUpChannel();
            throw new BrokerException("interrupted while RabbitMQ confirmed", e);
        }
        if (!returned.isEmpty())
            throw new BrokerException("no queue takes messages with the routing keys " + returned, null);
    }

    private Channel channel() throws IOException {
        if (channel != null && channel.isOpen()) return channel;
        Channel proxy = connections.sending().createChannel(false);
        channel = proxy instanceof ChannelProxy known ? known.getTargetChannel() : proxy;
        channel.confirmSelect();
        channel.addReturnListener(message -> returned.add(message.getRoutingKey()));
        return channel;
    }

    /** Confirms that arrive late must not be taken for those of a later batch. */
    private void giveUpChannel() {
        Channel old = channel;
        channel = null;
        try {
            if (old != null) old.abort();
        } catch (IOException e) {
            LOG.debug("The channel was gone already", e);
        }
    }

    private static AMQP.BasicProperties properties(Message message) {
        Map<String, Object> headers = new HashMap<>();
        CloudEvents.attributes(message).forEach((name, value) -> headers.put(Events.PREFIX + name, value));
        return new AMQP.BasicProperties.Builder()
                .contentType(CloudEvents.JSON)
                .deliveryMode(PERSISTENT)
                .messageId(message.id())
                .timestamp(Date.from(Instant.now()))
                .headers(headers)
                .build();
    }
}
