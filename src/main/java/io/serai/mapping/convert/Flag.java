package io.serai.mapping.convert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import java.util.Locale;

/** {@code boolean}: true and false, 1 and 0, yes and no, as such or as text. */
public final class Flag {
    private Flag() {}

    public static JsonNode convert(JsonNode value) throws Unfit {
        if (value.isBoolean()) return value;
        String text = Converter.text(value, "true or false");
        if (text == null) return null;
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "1", "yes" -> BooleanNode.TRUE;
            case "false", "0", "no" -> BooleanNode.FALSE;
            default -> throw new Unfit("true or false");
        };
    }
}
