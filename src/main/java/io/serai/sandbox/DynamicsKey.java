package io.serai.sandbox;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address of a collection or a row: {@code contacts}, {@code contacts(<guid>)} or {@code contacts(serai_id='it''s')}.
 *
 * @param column of an alternate key; null for the id
 * @param value null for the collection
 */
record DynamicsKey(String set, String column, String value) {
    private static final Pattern FORM =
            Pattern.compile("(\\w+)(?:\\((?:([0-9a-fA-F-]{36})|(\\w+)='((?:[^']|'')*)')\\))?");

    static DynamicsKey parse(String segment) {
        Matcher matcher = FORM.matcher(segment);
        if (!matcher.matches()) {
            throw DynamicsError.refusal(400, "0x80060888", "Resource not found for the segment '" + segment + "'.");
        }
        String value =
                matcher.group(4) == null ? matcher.group(2) : matcher.group(4).replace("''", "'");
        return new DynamicsKey(matcher.group(1), matcher.group(3), value);
    }

    boolean collection() {
        return value == null;
    }

    String text() {
        return column == null ? value : column + "=" + value;
    }

    Optional<DynamicsRow> row(DynamicsTable table) {
        if (column == null) {
            return table.find(UUID.fromString(value));
        }
        if (table.column(column).filter(DynamicsColumn::key).isEmpty()) {
            throw DynamicsError.refusal(
                    400,
                    "0x80060891",
                    "The specified key attributes are not a defined key for the " + table.name + " entity");
        }
        return table.find(column, value);
    }
}
