package io.serai.connect.salesforce;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVRecord;

/**
 * Why a job refused a record, without the vendor's text, which repeats values: {@code REQUIRED_FIELD_MISSING:Required fields are missing:
 * [LastName]:LastName --}.
 *
 * @param fields of those that were uploaded, the ones that the error names
 */
record BulkError(String code, List<String> fields) {
    private static final Pattern ERROR =
            Pattern.compile("([A-Z][A-Z0-9_]{1,79}):.*?(?::([\\w., ]*))?(?:\\s*--)?\\s*", Pattern.DOTALL);
    private static final Set<String> PASSING =
            Set.of("UNABLE_TO_LOCK_ROW", "SERVER_UNAVAILABLE", "REQUEST_LIMIT_EXCEEDED");

    static BulkError of(CSVRecord row, List<String> columns) {
        Matcher error = ERROR.matcher(row.get("sf__Error"));
        if (!error.matches()) return new BulkError("UNKNOWN_ERROR", List.of());
        String named = error.group(2) == null ? "" : error.group(2);
        return new BulkError(
                error.group(1),
                Arrays.stream(named.split("[,\\s]+")).filter(columns::contains).toList());
    }

    ObjectNode result() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("ok", false)
                .put("code", code)
                .put("message", fields.isEmpty() ? code : code + " (" + String.join(", ", fields) + ")")
                .put("retry", PASSING.contains(code));
    }
}
