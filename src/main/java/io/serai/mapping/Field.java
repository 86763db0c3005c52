package io.serai.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.mapping.convert.Unfit;
import java.util.List;

/**
 * One compiled field of a table. Immutable and thread-safe.
 *
 * @param fallback value when there is none; null for no such
 * @param requiredWhen condition under which a value must be there; null for never
 * @param clear whether an absent value is written as null, which clears the field in the target
 * @param personal whether values are masked in errors
 */
record Field(
        String name,
        Expr from,
        List<Step> steps,
        JsonNode fallback,
        Expr requiredWhen,
        boolean clear,
        boolean personal) {

    /** Writes the field into the target, or its error into the frame. */
    void into(ObjectNode target, JsonNode input, Frame frame, String separator) {
        frame.enter(separator + name);
        JsonNode value = value(input, frame);
        if (value != null) target.set(name, value);
        else if (clear) target.putNull(name);
        frame.leave();
    }

    /** The value, or null, with its error in the frame if there is one. */
    private JsonNode value(JsonNode input, Frame frame) {
        int errors = frame.errors().size();
        boolean linked = frame.missing() != null;
        JsonNode value = null;
        try {
            value = from.eval(input, frame);
            for (Step step : steps) {
                if (value == null) break;
                value = step.apply(value, input, frame);
            }
            String lost = frame.takeLost();
            if (value == null) value = fallback;
            boolean explained = frame.errors().size() > errors || !linked && frame.missing() != null;
            if (value == null && !explained && requiredWhen != null && requiredWhen.holds(input, frame))
                frame.error(personal, null, lost == null ? "a value" : lost);
            return value;
        } catch (Unfit e) {
            frame.error(personal, value, e.expected());
            return null;
        }
    }
}
