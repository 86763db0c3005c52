package io.serai.bus.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import io.serai.bus.broker.BrokerException;
import io.serai.bus.broker.CloudEvents;
import io.serai.message.Json;
import io.serai.message.Message;
import java.io.IOException;
import java.time.Duration;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import org.springframework.amqp.rabbit.connection.ChannelProxy;

/**
 * Sends on one channel, in order, persistent and mandatory, and waits until the broker has confirmed all of it; what no queue takes counts as
 * not sent.
 */
final class Sender {
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
            connections.sending().patiently(confirmTimeout, () -> {
                sendAll(messages);
                return null;
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            giveUpChannel();
            throw new BrokerException("interrupted while RabbitMQ confirmed", e);
        } catch (BrokerException e) {
            throw e;
        } catch (Exception e) {
            giveUpChannel();
            throw new BrokerException("RabbitMQ did not confirm a batch: " + Connections.reason(e), e);
        }
        if (!returned.isEmpty())
            throw new BrokerException("no queue takes messages with the routing keys " + returned, null);
    }

    private void sendAll(List<Message> messages) throws IOException, InterruptedException, TimeoutException {
        Channel open = channel();
        for (Message message : messages)
            open.basicPublish(
                    names.exchange(), names.routingKey(message), true, properties(message), Json.write(message.data()));
        if (!open.waitForConfirms(confirmTimeout.toMillis()))
            throw new BrokerException("RabbitMQ did not take all messages of a batch", null);
    }

    private Channel channel() throws IOException {
        if (channel != null && channel.isOpen()) return channel;
        Channel proxy = connections.sending().channel();
        channel = proxy instanceof ChannelProxy known ? known.getTargetChannel() : proxy;
        channel.confirmSelect();
        channel.addReturnListener(message -> returned.add(message.getRoutingKey()));
        return channel;
    }

    /** Confirms that arrive late must not be taken for those of a later batch. */
    private void giveUpChannel() {
        if (channel != null && channel.isOpen()) connections.sending().cut();
        channel = null;
    }

    private static AMQP.BasicProperties properties(Message message) {
        Map<String, Object> headers = new HashMap<>();
        CloudEvents.attributes(message).forEach((name, value) -> headers.put(Events.PREFIX + name, value));
        Date now = new Date();
        headers.put(Events.PUBLISHED, now.getTime());
        return new AMQP.BasicProperties.Builder()
                .contentType(CloudEvents.JSON)
                .deliveryMode(PERSISTENT)
                .messageId(message.id())
                .timestamp(now)
                .headers(headers)
                .build();
    }
}
