package io.serai.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.mapping.convert.Unfit;
import java.util.ArrayList;
import java.util.List;

/** A compiled expression. Immutable and thread-safe. */
interface Expr {
    /** The one value of the expression; null when it is null or there is none. */
    JsonNode eval(JsonNode input, Frame frame) throws Unfit;

    /** The elements of the list that the expression yields; null when it is null or there is none. */
    default List<JsonNode> all(JsonNode input, Frame frame) throws Unfit {
        JsonNode list = eval(input, frame);
        if (list == null) return null;
        if (!list.isArray()) throw new Unfit("a list");
        List<JsonNode> elements = new ArrayList<>(list.size());
        list.forEach(elements::add);
        return elements;
    }

    /** Whether the expression yields something else than null and false, as jq's {@code if} and {@code //} ask. */
    default boolean holds(JsonNode input, Frame frame) throws Unfit {
        JsonNode value = eval(input, frame);
        return value != null && (!value.isBoolean() || value.booleanValue());
    }

    /** Always the same value. */
    record Constant(JsonNode value) implements Expr {
        @Override
        public JsonNode eval(JsonNode input, Frame frame) {
            return value.isNull() ? null : value;
        }
    }

    /** jq's {@code a // b}: the first that is neither null nor false, else the last. */
    record Alternative(List<Expr> choices) implements Expr {
        @Override
        public JsonNode eval(JsonNode input, Frame frame) throws Unfit {
            for (Expr choice : choices.subList(0, choices.size() - 1)) {
                JsonNode value = attempt(choice, input, frame);
                if (value != null && (!value.isBoolean() || value.booleanValue())) return value;
            }
            return choices.get(choices.size() - 1).eval(input, frame);
        }

        private static JsonNode attempt(Expr choice, JsonNode input, Frame frame) {
            try {
                return choice.eval(input, frame);
            } catch (Unfit e) {
                return null; // as in jq: an error on the left of // counts as nothing
            }
        }
    }
}
