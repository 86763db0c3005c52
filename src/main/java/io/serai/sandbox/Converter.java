package io.serai.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Turns a JSON value into what a field keeps, or says why it cannot. */
final class Converter {
    private static final Pattern EMAIL =
            Pattern.compile("[^@\\s\"(),:;<>\\[\\]]+@[^@\\s.,]+(?:\\.[^@\\s.,]+)+", Pattern.UNICODE_CHARACTER_CLASS);
    private final Org org;

    Converter(Org org) {
        this.org = org;
    }

    /** Null and empty text are no value. */
    Object convert(SField field, JsonNode value, List<SError> errors) {
        if (value.isNull() || value.isTextual() && value.asText().isEmpty()) {
            return null;
        }
        if (value.isContainerNode()) {
            return wrongType(field, value, errors);
        }
        if (field.type().equals("boolean")) {
            return value.isBoolean() ? value.asBoolean() : wrongType(field, value, errors);
        }
        if (field.number()) {
            return value.isNumber() ? value.asDouble() : wrongType(field, value, errors);
        }
        String text = value.asText();
        return switch (field.type()) {
            case "date" -> SalesforceTime.isDate(text) ? text : wrongType(field, value, errors);
            case "datetime" -> {
                Optional<String> time = SalesforceTime.normal(text);
                yield time.isPresent() ? time.get() : wrongType(field, value, errors);
            }
            case "reference" -> reference(field, text, errors);
            default -> text(field, text, errors);
        };
    }

    private static Object text(SField field, String text, List<SError> errors) {
        if (text.length() > field.length() && field.text()) {
            String shown = text.length() > 80 ? text.substring(0, 80) + "..." : text;
            errors.add(SError.of(
                    "STRING_TOO_LONG",
                    field.label() + ": data value too large: " + shown + " (max length=" + field.length() + ")",
                    field.name()));
        } else if (field.type().equals("email") && !EMAIL.matcher(text).matches()) {
            errors.add(SError.of(
                    "INVALID_EMAIL_ADDRESS", field.label() + ": invalid email address: " + text, field.name()));
        }
        return text;
    }

    private Object reference(SField field, String id, List<SError> errors) {
        boolean known = SalesforceId.isId(id)
                && field.references().stream()
                        .flatMap(object -> org.table(object).stream())
                        .anyMatch(table -> id.startsWith(table.type.prefix));
        if (!known) {
            errors.add(SError.of("MALFORMED_ID", field.label() + ": id value of incorrect type: " + id, field.name()));
            return id;
        }
        Optional<SRow> target = field.references().stream()
                .flatMap(object -> org.table(object).stream())
                .flatMap(table -> table.find(id).stream())
                .findFirst();
        if (target.isEmpty()) {
            errors.add(SError.of("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", field.name()));
            return id;
        }
        return target.get().id();
    }

    private static Object wrongType(SField field, JsonNode value, List<SError> errors) {
        errors.add(SError.of(
                "INVALID_TYPE_ON_FIELD_IN_RECORD",
                field.label() + ": value not of required type: " + value.asText(),
                field.name()));
        return null;
    }
}
