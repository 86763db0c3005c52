package io.serai.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.mapping.convert.Converter;
import io.serai.mapping.convert.Unfit;

/** One thing that is done to a field's value. Immutable and thread-safe. */
@FunctionalInterface
interface Step {
    /**
     * @param value never null
     * @param input the object in which the field's expressions are evaluated
     * @return null when there is nothing to write
     */
    JsonNode apply(JsonNode value, JsonNode input, Frame frame) throws Unfit;

    static Step of(Converter converter) {
        return (value, input, frame) -> converter.convert(value);
    }
}
