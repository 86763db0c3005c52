package io.serai.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;

/**
 * A column of a Dataverse table.
 *
 * @param type {@code string}, {@code memo}, {@code int}, {@code decimal}, {@code boolean}, {@code date}, {@code datetime}, {@code lookup}
 *     or {@code key}, which is an alternate key
 * @param length most characters of text; 0 for other types
 * @param targets names of the tables that a lookup may point at
 * @param otherwise the value of a new row that brings none, or null
 */
record DynamicsColumn(String name, String type, int length, boolean required, List<String> targets, String otherwise) {

    boolean lookup() {
        return type.equals("lookup");
    }

    boolean key() {
        return type.equals("key");
    }

    /** As rows show it: a lookup by the id that it holds. */
    String shown() {
        return lookup() ? "_" + name + "_value" : name;
    }

    /** Refuses what a value of this column cannot be; the text of the refusal is Dataverse's. */
    void check(String table, JsonNode value) {
        if (value.isNull()) {
            return;
        }
        boolean fits = switch (type) {
            case "string", "memo", "key" -> value.isTextual();
            case "int" -> value.isIntegralNumber();
            case "decimal" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "date" -> value.isTextual() && date(value.asText());
            default -> value.isTextual() && moment(value.asText());
        };
        if (!fits) {
            throw DynamicsError.refusal(
                    400,
                    "0x80048d19",
                    "Error identified in Payload provided by the user for Entity :'" + table
                            + "', cannot convert the literal of '" + name + "' to the expected type");
        }
        if (length > 0 && value.asText().length() > length) {
            throw DynamicsError.refusal(
                    400,
                    "0x80044331",
                    "A validation error occurred. The length of the '" + name + "' attribute of the '" + table
                            + "' entity exceeded the maximum allowed length of '" + length + "'.");
        }
    }

    private static boolean date(String text) {
        try {
            return LocalDate.parse(text).getYear() >= 1753;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static boolean moment(String text) {
        try {
            return OffsetDateTime.parse(text).getYear() >= 1753;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
