package io.serai.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers queries in pages; remembers the last few that have more. Not thread-safe. */
final class Queries {
    private static final int OPEN = 10;
    private static final int LARGEST_PAGE = 2000;
    private static final int SMALLEST_PAGE = 200;
    private static final Pattern BATCH = Pattern.compile("batchSize=(\\d{1,6})");

    private record Cursor(List<SRow> rows, List<SoqlColumn> columns, int pageSize) {}

    private final Map<String, Cursor> cursors = new LinkedHashMap<>();
    private int opened;

    /** @param deleted whether it finds deleted rows too */
    Reply first(Org org, Call call, String version, boolean deleted) {
        String text = call.query("q").orElseThrow(() -> SoqlLexer.malformed("A query string has to be specified"));
        Soql query = Soql.parse(org, text, deleted);
        List<SRow> rows = query.run();
        if (query.isCount()) {
            ObjectNode json = Json.object().put("totalSize", rows.size()).put("done", true);
            json.putArray("records");
            return Reply.json(200, json);
        }
        Cursor cursor = new Cursor(rows, query.columns(), pageSize(call));
        String id = SalesforceId.of("01g", ++opened);
        if (rows.size() > cursor.pageSize()) {
            cursors.put(id, cursor);
            if (cursors.size() > OPEN) {
                cursors.remove(cursors.keySet().iterator().next());
            }
        }
        return page(id, cursor, 0, version);
    }

    /** @param locator {@code <id>-<offset>} as in {@code nextRecordsUrl} */
    Reply next(String locator, String version) {
        int dash = locator.indexOf('-');
        String offset = locator.substring(dash + 1);
        Cursor cursor = dash < 0 ? null : cursors.get(locator.substring(0, dash));
        if (cursor == null
                || !offset.matches("\\d{1,9}")
                || Integer.parseInt(offset) >= cursor.rows().size()) {
            throw SError.refusal("INVALID_QUERY_LOCATOR", "invalid query locator");
        }
        return page(locator.substring(0, dash), cursor, Integer.parseInt(offset), version);
    }

    private static Reply page(String id, Cursor cursor, int offset, String version) {
        int end = Math.min(cursor.rows().size(), offset + cursor.pageSize());
        boolean done = end == cursor.rows().size();
        ObjectNode json = Json.object().put("totalSize", cursor.rows().size()).put("done", done);
        if (!done) {
            json.put("nextRecordsUrl", "/services/data/" + version + "/query/" + id + "-" + end);
        }
        ArrayNode records = json.putArray("records");
        cursor.rows()
                .subList(offset, end)
                .forEach(row -> records.add(RowView.selected(row, cursor.columns(), version)));
        return Reply.json(200, json);
    }

    private static int pageSize(Call call) {
        Matcher matcher = BATCH.matcher(call.header("Sforce-Query-Options").orElse(""));
        int wanted = matcher.find() ? Integer.parseInt(matcher.group(1)) : LARGEST_PAGE;
        return Math.max(SMALLEST_PAGE, Math.min(LARGEST_PAGE, wanted));
    }
}
