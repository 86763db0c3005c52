package io.serai.bus.rabbitmq;

import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.component.springrabbit.MessagePropertiesConverter;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.springframework.amqp.core.MessageProperties;

/** Copies nothing: what is needed is read from the message itself. */
final class NoHeaders implements MessagePropertiesConverter {
    @Override
    public Map<String, Object> fromMessageProperties(MessageProperties properties, Exchange exchange) {
        return Map.of();
    }

    @Override
    public MessageProperties toMessageProperties(Exchange exchange) {
        throw new UnsupportedOperationException("only for reading");
    }

    @Override
    public void setHeaderFilterStrategy(HeaderFilterStrategy strategy) {
        // there is nothing to filter
    }
}
