package io.serai.bus.rabbitmq;

import org.apache.camel.component.springrabbit.ListenerContainerFactory;
import org.apache.camel.component.springrabbit.SpringRabbitMQEndpoint;
import org.springframework.amqp.rabbit.listener.AbstractMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.DirectMessageListenerContainer;
import org.springframework.core.task.TaskExecutor;
import org.springframework.scheduling.TaskScheduler;

/**
 * Containers that share their few threads, wait for a broker that is away and for a queue that is not there yet, and have no retries of
 * their own, as these are the bus's matter.
 */
final class Containers implements ListenerContainerFactory {
    private static final long RETRY_MILLIS = 1_000;

    private final TaskScheduler monitor;
    private final TaskExecutor starter;

    Containers(TaskScheduler monitor, TaskExecutor starter) {
        this.monitor = monitor;
        this.starter = starter;
    }

    @Override
    public AbstractMessageListenerContainer createListenerContainer(SpringRabbitMQEndpoint endpoint) {
        DirectMessageListenerContainer container = new QueueContainer(endpoint.getConnectionFactory());
        container.setQueueNames(endpoint.getQueues());
        container.setConsumerArguments(endpoint.getConsumerArgs());
        container.setAcknowledgeMode(endpoint.getAcknowledgeMode());
        container.setPrefetchCount(endpoint.getPrefetchCount());
        container.setAutoDeclare(false);
        container.setMissingQueuesFatal(false);
        container.setRecoveryInterval(RETRY_MILLIS);
        container.setFailedDeclarationRetryInterval(RETRY_MILLIS);
        container.setMonitorInterval(RETRY_MILLIS);
        container.setTaskScheduler(monitor);
        container.setTaskExecutor(starter);
        return container;
    }
}
