package io.serai.mapping.convert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Locale;

/**
 * {@code string}: text, numbers and booleans as trimmed text; blank text says nothing.
 *
 * @param lower whether letters become small ones
 */
public record Text(boolean lower) implements Converter {
    @Override
    public JsonNode convert(JsonNode value) throws Unfit {
        String text = Converter.text(value, "text");
        if (text == null) return null;
        return TextNode.valueOf(lower ? text.toLowerCase(Locale.ROOT) : text);
    }
}
