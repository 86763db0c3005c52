package io.serai.connect.broker;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.serai.message.Json;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.serialization.Serializer;

/** Sends JSON bodies as what they are, bytes too, and everything else as text. Kafka's client makes it by its name. */
@RegisterForReflection
public final class JsonSerializer implements Serializer<Object> {

    @Override
    public byte[] serialize(String topic, Object body) {
        if (body == null) return null;
        if (body instanceof byte[] bytes) return bytes;
        if (body instanceof JsonNode json) return Json.write(json);
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }
}
