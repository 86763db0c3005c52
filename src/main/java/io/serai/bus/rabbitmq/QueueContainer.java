package io.serai.bus.rabbitmq;

import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.listener.DirectMessageListenerContainer;

/**
 * Spring's container, which logs under the name of its class: it tells each attempt of each queue while the broker is away, which the
 * relay tells once.
 */
final class QueueContainer extends DirectMessageListenerContainer {
    QueueContainer(ConnectionFactory connectionFactory) {
        super(connectionFactory);
    }
}
