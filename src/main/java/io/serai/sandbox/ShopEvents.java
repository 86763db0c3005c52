package io.serai.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import org.jboss.logging.Logger;

/**
 * Tells what happens in a shop to its broker: {@code {"event":"user_created","id":1,"occurred_at":"..."}}, with the event's name as the
 * routing key. At least once and in order: an event is repeated, with the same message id, until the broker has confirmed it.
 */
final class ShopEvents implements AutoCloseable {
    static final String EXCHANGE = "shop.events";

    private static final Logger LOG = Logger.getLogger("io.serai.sandbox");
    private static final int CONFIRM_MS = 5_000;
    private static final int PAUSE_MS = 500;

    private record Event(String messageId, String name, byte[] body) {}

    private final BlockingQueue<Event> queue = new LinkedBlockingQueue<>();
    private final LongAdder offered = new LongAdder();
    private final LongAdder confirmed = new LongAdder();
    private final String url;
    private final Thread sender;
    private Connection connection;
    private Channel channel;

    /** @param url empty to tell nobody */
    ShopEvents(String url) {
        this.url = url;
        this.sender = new Thread(this::run, "sandbox-shop-events");
        sender.setDaemon(true);
        if (!url.isEmpty()) {
            sender.start();
        }
    }

    /** Returns at once. */
    void offer(String event, int id) {
        if (url.isEmpty()) {
            return;
        }
        offered.increment();
        ObjectNode body = Json.object().put("event", event).put("id", id);
        body.put("occurred_at", Instant.now().toString());
        queue.add(new Event(UUID.randomUUID().toString(), event, Json.write(body)));
    }

    ObjectNode toJson() {
        return Json.object()
                .put("offered", offered.sum())
                .put("confirmed", confirmed.sum())
                .put("waiting", queue.size());
    }

    private void run() {
        try {
            while (true) {
                Event next = queue.take();
                while (!sent(next)) {
                    Thread.sleep(PAUSE_MS);
                }
                confirmed.increment();
            }
        } catch (InterruptedException e) {
            disconnect();
        }
    }

    private boolean sent(Event event) throws InterruptedException {
        try {
            connect();
            AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder()
                    .messageId(event.messageId())
                    .contentType("application/json")
                    .deliveryMode(2)
                    .build();
            channel.basicPublish(EXCHANGE, event.name(), properties, event.body());
            channel.waitForConfirmsOrDie(CONFIRM_MS);
            return true;
        } catch (IOException
                | TimeoutException
                | GeneralSecurityException
                | URISyntaxException
                | com.rabbitmq.client.AlreadyClosedException e) {
            LOG.debugf("the shop's broker did not take an event: %s", e);
            disconnect();
            return false;
        }
    }

    private void connect() throws IOException, TimeoutException, GeneralSecurityException, URISyntaxException {
        if (channel != null && channel.isOpen()) {
            return;
        }
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(url);
        factory.setAutomaticRecoveryEnabled(false);
        connection = factory.newConnection("sandbox shop");
        channel = connection.createChannel();
        channel.exchangeDeclare(EXCHANGE, "topic", true);
        channel.confirmSelect();
    }

    private void disconnect() {
        channel = null;
        if (connection != null) {
            connection.abort(PAUSE_MS);
        }
    }

    @Override
    public void close() {
        sender.interrupt();
    }
}
