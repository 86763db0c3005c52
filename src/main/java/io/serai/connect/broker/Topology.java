package io.serai.connect.broker;

import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.component.springrabbit.SpringRabbitMQEndpoint;
import org.springframework.amqp.rabbit.connection.Connection;

/**
 * The exchange and the queues that a flow reads from. What is there already stays as it is; what is not is made: durable, and queues
 * as quorum queues unless {@code arg.queue.x-queue-type} says otherwise.
 *
 * @param keys with which each queue is bound to the exchange
 */
record Topology(String exchange, String type, List<String> queues, List<String> keys, Map<String, Object> arguments) {
    private static final String QUEUE_TYPE = "x-queue-type";

    static Topology of(SpringRabbitMQEndpoint endpoint) {
        Map<String, Object> arguments = new HashMap<>(endpoint.getQueueArgs());
        arguments.keySet().removeAll(List.of("durable", "autoDelete", "exclusive"));
        arguments.putIfAbsent(QUEUE_TYPE, "quorum");
        if (endpoint.getDeadLetterExchange() != null)
            arguments.putIfAbsent("x-dead-letter-exchange", endpoint.getDeadLetterExchange());
        return new Topology(
                endpoint.getExchangeName(),
                endpoint.getExchangeType(),
                words(endpoint.getQueues()),
                words(endpoint.getRoutingKey()),
                arguments);
    }

    static List<String> words(String list) {
        return List.of((list == null ? "" : list).strip().split("\\s*,\\s*"));
    }

    private interface Step {
        void run(Channel channel) throws IOException;
    }

    void declare(Connection connection) throws IOException {
        boolean bound = !exchange.equals("default");
        if (bound && !exists(connection, channel -> channel.exchangeDeclarePassive(exchange)))
            run(connection, channel -> channel.exchangeDeclare(exchange, type, true));
        for (String queue : queues) {
            if (!exists(connection, channel -> channel.queueDeclarePassive(queue)))
                run(connection, channel -> channel.queueDeclare(queue, true, false, false, arguments));
            for (String key : keys) if (bound) run(connection, channel -> channel.queueBind(queue, exchange, key));
        }
    }

    private static boolean exists(Connection connection, Step look) {
        try {
            run(connection, look);
            return true;
        } catch (IOException e) {
            return false; // or not to be seen: then the declaration tells why
        }
    }

    /** On a channel of its own, as a refusal closes it. */
    private static void run(Connection connection, Step step) throws IOException {
        Channel channel = connection.createChannel(false);
        try {
            step.run(channel);
        } finally {
            close(channel);
        }
    }

    private static void close(Channel channel) throws IOException {
        try {
            if (channel.isOpen()) channel.close();
        } catch (java.util.concurrent.TimeoutException e) {
            throw new IOException(e);
        }
    }
}
