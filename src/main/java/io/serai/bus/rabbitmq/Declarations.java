package io.serai.bus.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import io.serai.bus.broker.BrokerException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** Exchange, queues and bindings: made if they are missing, or, where the operator makes them, looked for. Thread-safe. */
final class Declarations {
    /**
     * Replicated and on disk; read by one replica at a time, which keeps the order; and never dropped for having been handed over often,
     * as a replica that dies hands back what others had nothing to do with.
     */
    static final Map<String, Object> ARGUMENTS =
            Map.of("x-queue-type", "quorum", "x-single-active-consumer", true, "x-delivery-limit", Integer.MAX_VALUE);

    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final Line line;
    private final Names names;
    private final boolean make;

    Declarations(Line line, Names names, boolean make) {
        this.line = line;
        this.names = names;
        this.make = make;
    }

    /** Opens the connection that declarations go by. */
    void connect() {
        onChannel(Channel::isOpen);
    }

    void declare(String topic, String group) {
        onChannel(channel -> {
            if (make) make(channel, topic, group);
            else look(channel, topic, group);
            return null;
        });
    }

    private void make(Channel channel, String topic, String group) throws IOException {
        channel.exchangeDeclare(names.exchange(), "topic", true);
        for (int partition = 0; partition < names.partitions(); partition++) {
            String queue = names.queue(topic, group, partition);
            channel.queueDeclare(queue, true, false, false, ARGUMENTS);
            for (String key : names.bindings(topic, partition)) channel.queueBind(queue, names.exchange(), key);
        }
    }

    private void look(Channel channel, String topic, String group) throws IOException {
        channel.exchangeDeclarePassive(names.exchange());
        for (String queue : names.queues(topic, group)) channel.queueDeclarePassive(queue);
    }

    /** Removes the group's queues, unless another process reads one; RabbitMQ itself does not look after that for quorum queues. */
    void drop(String topic, String group) {
        if (!make)
            throw new BrokerException(
                    "serai.bus.rabbitmq.declare is false, so the operator removes the queues of group " + group
                            + " of topic " + topic,
                    null);
        for (String queue : names.queues(topic, group))
            if (isRead(queue)) throw new BrokerException("queue " + queue + " is still read by another process", null);
        onChannel(channel -> {
            for (String queue : names.queues(topic, group)) channel.queueDelete(queue);
            return null;
        });
    }

    private boolean isRead(String queue) {
        try {
            return onChannel(channel -> channel.consumerCount(queue)) > 0;
        } catch (BrokerException e) {
            if (missing(e)) return false;
            throw e;
        }
    }

    private static boolean missing(BrokerException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause())
            if (cause instanceof ShutdownSignalException closed
                    && closed.getReason() instanceof AMQP.Channel.Close close
                    && close.getReplyCode() == AMQP.NOT_FOUND) return true;
        return false;
    }

    /** How many messages wait in the group's queues. */
    long waiting(String topic, String group) {
        return onChannel(channel -> {
            long sum = 0;
            for (String queue : names.queues(topic, group)) sum += channel.messageCount(queue);
            return sum;
        });
    }

    private interface Action<T> {
        T run(Channel channel) throws IOException;
    }

    private <T> T onChannel(Action<T> action) {
        try {
            return line.patiently(LONGEST, () -> {
                try (Channel channel = line.channel()) {
                    return action.run(channel);
                }
            });
        } catch (BrokerException e) {
            throw e;
        } catch (Exception e) {
            String hint =
                    make ? "" : " (serai.bus.rabbitmq.declare is false: exchange, queues and bindings must exist)";
            throw new BrokerException("RabbitMQ refused a declaration: " + Connections.reason(e) + hint, e);
        }
    }
}
