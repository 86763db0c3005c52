package io.serai.connect.broker;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.message.Json;
import org.apache.camel.CamelContext;
import org.apache.camel.component.springrabbit.DefaultMessageConverter;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;

/** Sends JSON bodies as what they are; Camel's own converter needs an exchange, which it is not given here. */
final class JsonMessages extends DefaultMessageConverter {

    JsonMessages(CamelContext context) {
        super(context);
    }

    @Override
    public Message createMessage(Object body, MessageProperties properties) {
        if (!(body instanceof JsonNode json)) return super.createMessage(body, properties);
        properties.setContentType(MessageProperties.CONTENT_TYPE_JSON);
        return super.createMessage(Json.write(json), properties);
    }
}
