package io.serai.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.serai.mapping.convert.Converter;
import io.serai.mapping.convert.Phone;
import io.serai.mapping.convert.Unfit;
import java.util.List;
import java.util.regex.Pattern;

/** The steps that a field may take beside the conversion to its type. */
final class Steps {
    private Steps() {}

    /** Replaces a value by that of a value table. */
    record Lookup(ValueTable table) implements Step {
        @Override
        public JsonNode apply(JsonNode value, JsonNode input, Frame frame) throws Unfit {
            String expected = "a key of the value table " + table.name();
            String key = Converter.text(value, expected);
            if (key == null) return null;
            JsonNode found = table.values().get(key);
            if (found == null) throw new Unfit(expected);
            return found.isNull() ? null : found;
        }
    }

    /** What becomes of a value that a step refuses. */
    record Otherwise(Step step, boolean keep, JsonNode instead) implements Step {
        @Override
        public JsonNode apply(JsonNode value, JsonNode input, Frame frame) {
            try {
                return step.apply(value, input, frame);
            } catch (Unfit e) {
                return keep ? value : instead;
            }
        }
    }

    /** Of a value that a step refuses the source says nothing, as if it had not been asked. */
    record Unsaid(Step step) implements Step {
        @Override
        public JsonNode apply(JsonNode value, JsonNode input, Frame frame) {
            try {
                return step.apply(value, input, frame);
            } catch (Unfit e) {
                frame.unsay();
                return null;
            }
        }
    }

    /** To E.164. */
    record PhoneOf(Expr region) implements Step {
        @Override
        public JsonNode apply(JsonNode value, JsonNode input, Frame frame) throws Unfit {
            JsonNode country = region == null ? null : region.eval(input, frame);
            return Phone.convert(value, country == null ? null : country.asText());
        }
    }

    record Matches(Pattern pattern) implements Step {
        @Override
        public JsonNode apply(JsonNode value, JsonNode input, Frame frame) throws Unfit {
            if (!pattern.matcher(value.asText()).matches()) throw new Unfit("text like " + pattern.pattern());
            return value;
        }
    }

    /** Length is counted in characters as people see them (code points). */
    record Length(int max, boolean truncate) implements Step {
        @Override
        public JsonNode apply(JsonNode value, JsonNode input, Frame frame) throws Unfit {
            String text = value.asText();
            if (text.codePointCount(0, text.length()) <= max) return value;
            if (!truncate) throw new Unfit("at most " + max + " characters");
            return TextNode.valueOf(
                    text.substring(0, text.offsetByCodePoints(0, max)).strip());
        }
    }

    /** The target's id of a record that is named {@code <system>:<external id>}. */
    record Link(String entity) implements Step {
        @Override
        public JsonNode apply(JsonNode value, JsonNode input, Frame frame) throws Unfit {
            String reference = Converter.text(value, "a reference to a " + entity);
            if (reference == null) return null;
            int colon = reference.indexOf(':');
            if (colon < 1 || colon == reference.length() - 1) throw new Unfit("a reference such as magento-pl:42");
            return frame.link(entity, reference.substring(0, colon), reference.substring(colon + 1));
        }
    }

    /** An object of fields; nothing when none of them has a value. */
    record Nested(List<Field> fields) implements Step {
        @Override
        public JsonNode apply(JsonNode value, JsonNode input, Frame frame) throws Unfit {
            if (!value.isObject()) {
                if (value.isArray() && value.isEmpty()) return null; // PHP writes an empty object so
                throw new Unfit("an object");
            }
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            for (Field field : fields) field.into(object, value, frame, ".");
            return object.isEmpty() ? null : object;
        }
    }

    /** A list whose elements take one step each; those of which nothing is left are dropped. */
    record Each(Step step, boolean personal) implements Step {
        @Override
        public JsonNode apply(JsonNode value, JsonNode input, Frame frame) throws Unfit {
            if (!value.isArray()) throw new Unfit("a list");
            ArrayNode list = JsonNodeFactory.instance.arrayNode(value.size());
            for (int i = 0; i < value.size(); i++) {
                JsonNode element = value.get(i);
                if (element.isNull()) continue;
                frame.enter("[" + i + "]");
                try {
                    JsonNode mapped = step.apply(element, input, frame);
                    if (mapped != null) list.add(mapped);
                } catch (Unfit e) {
                    frame.error(personal, element, e.expected());
                } finally {
                    frame.leave();
                }
            }
            return list;
        }
    }
}
