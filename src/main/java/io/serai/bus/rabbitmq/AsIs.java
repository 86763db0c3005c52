package io.serai.bus.rabbitmq;

import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.support.converter.MessageConverter;

/** Leaves a message as it came. */
final class AsIs implements MessageConverter {
    @Override
    public Object fromMessage(Message message) {
        return message;
    }

    @Override
    public Message toMessage(Object body, MessageProperties properties) {
        throw new UnsupportedOperationException("only for reading");
    }
}
