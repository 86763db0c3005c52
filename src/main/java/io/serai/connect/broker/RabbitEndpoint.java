package io.serai.connect.broker;

import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.component.springrabbit.SpringRabbitMQEndpoint;
import org.springframework.amqp.rabbit.listener.AbstractMessageListenerContainer;

/** An exchange or a queue; acknowledges what a route has taken, see {@link UntilTaken}. */
final class RabbitEndpoint extends SpringRabbitMQEndpoint {
    private final String system;
    private final Declarations declarations;

    RabbitEndpoint(String uri, RabbitSystemComponent component, String exchange, Declarations declarations) {
        super(uri, component, exchange);
        this.system = component.system();
        this.declarations = declarations;
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        if (getQueues() == null || getQueues().isBlank())
            throw new IllegalArgumentException(system + ":" + getExchangeName() + " needs the queue to read from: "
                    + system + ":" + getExchangeName() + "?queues=NAME");
        return Patience.consumer(system, processor, super::createConsumer);
    }

    /** Camel's own would end the start when the broker cannot be reached, and binds with one key only. */
    @Override
    public void declareElements(AbstractMessageListenerContainer container) {
        if (isAutoDeclare()) declarations.add(Topology.of(this), getConnectionFactory());
    }
}
