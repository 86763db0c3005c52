package io.serai.mapping.convert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;

/** Turns a value into one of a type. Implementations are immutable and thread-safe. */
@FunctionalInterface
public interface Converter {
    /**
     * @param value never null
     * @return null when the value says nothing, such as blank text
     * @throws Unfit when it cannot be one of the type
     */
    JsonNode convert(JsonNode value) throws Unfit;

    /** A single value as trimmed text, numbers in plain notation; null when blank. */
    static String text(JsonNode value, String expected) throws Unfit {
        if (value.isContainerNode() || value.isBinary()) throw new Unfit(expected);
        String text = value.isNumber() ? plain(value) : value.asText();
        String trimmed = text.strip();
        return trimmed.isEmpty() ? null : trimmed;
    }

    private static String plain(JsonNode number) {
        if (number.isIntegralNumber()) return number.asText();
        String text = number instanceof DecimalNode
                ? number.decimalValue().toPlainString()
                : number.decimalValue().stripTrailingZeros().toPlainString();
        return text;
    }
}
