package io.serai.mapping;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What is wrong with one field of a record.
 *
 * @param mapping name of the table
 * @param field where in the result, such as {@code lines[2].sku}
 * @param value what was found, {@value #MASK} when it is personal, null when nothing was found
 * @param expected what should have been there
 */
public record FieldError(String mapping, String field, String value, String expected) {
    /** Shown in place of a personal value. */
    public static final String MASK = "***";

    private static final int LONGEST = 60;

    /** As much of a value as helps to find it. */
    static String shown(JsonNode value) {
        if (value.isObject()) return "an object";
        if (value.isArray()) return "a list";
        String text = value.asText();
        if (text.length() > LONGEST)
            text = text.substring(0, text.offsetByCodePoints(0, text.codePointCount(0, LONGEST - 1))) + "…";
        return value.isTextual() ? "'" + text + "'" : text;
    }

    @Override
    public String toString() {
        return field + ": expected " + expected + (value == null ? "" : ", got " + value);
    }
}
