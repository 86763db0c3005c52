package io.serai.bus.rabbitmq;

import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.listener.DirectMessageListenerContainer;

/**
 * Spring's container, with two differences. It ends by closing its channel instead of cancelling first, so that what it holds is back in the
 * queue before the next replica reads, and nothing is overtaken. And it logs under a name of its own: while the broker is away it tells
 * each attempt for each queue, which the relay tells once.
 */
final class QueueContainer extends DirectMessageListenerContainer {
    QueueContainer(ConnectionFactory connectionFactory) {
        super(connectionFactory);
    }

    @Override
    protected void shutdownAndWaitOrCallback(Runnable callback) {
        consumersLock.lock();
        try {
            // as if the broker had confirmed a cancellation: closes the channel, and nobody waits for more
            consumers.forEach(consumer -> consumer.handleCancelOk(consumer.getConsumerTag()));
            consumers.clear();
        } finally {
            consumersLock.unlock();
        }
        super.shutdownAndWaitOrCallback(callback);
    }
}
