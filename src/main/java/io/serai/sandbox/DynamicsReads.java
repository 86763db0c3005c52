package io.serai.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Answers {@code GET} of a collection: a query, or its changes ({@code Prefer: odata.track-changes} and the delta links that come of it).
 * Links are made to be followed as they are: {@code $deltatoken} names the write up to which the caller knows all and the time at which it
 * was told so, {@code $skiptoken} where the next page begins and up to which write the link at its end will reach.
 */
final class DynamicsReads {
    private static final int LARGEST_PAGE = 5_000;
    private static final Pattern PAGE = Pattern.compile("odata\\.maxpagesize=(\\d{1,6})");
    private static final Pattern CONDITION = Pattern.compile("(\\w+) (eq|ge|gt) (?:'((?:[^']|'')*)'|(\\S+))");
    private static final Set<String> REFUSED = Set.of("$filter", "$orderby", "$expand", "$top");

    private final DynamicsData data;
    private long expiredBefore;

    DynamicsReads(DynamicsData data) {
        this.data = data;
    }

    /** All delta links that were handed out until now are too old from now on. */
    void expire() {
        expiredBefore = data.clock.millis() + 1;
    }

    Reply read(Call call, DynamicsTable table) {
        Map<String, String> query = call.query();
        if (query.containsKey("$skip")) {
            throw DynamicsError.refusal(400, "0x80060888", "Skip Clause is not supported in CRM");
        }
        String prefer = call.header("Prefer").orElse("");
        boolean tracking = prefer.contains("odata.track-changes") || query.containsKey("$deltatoken");
        if (tracking && query.keySet().stream().anyMatch(REFUSED::contains)) {
            throw DynamicsError.refusal(
                    400, "0x80060888", "The query parameter is not supported when Change Tracking is enabled");
        }
        Set<String> selected = selected(table, query.getOrDefault("$select", ""));
        DynamicsView view = new DynamicsView(table, selected, prefer.contains("odata.include-annotations"));
        Matcher page = PAGE.matcher(prefer);
        int size = page.find() ? Math.min(LARGEST_PAGE, Integer.parseInt(page.group(1))) : LARGEST_PAGE;
        return tracking ? changes(call, table, view, size) : rows(call, table, view, size);
    }

    private Reply rows(Call call, DynamicsTable table, DynamicsView view, int size) {
        Map<String, String> query = call.query();
        Predicate<DynamicsRow> filter = filter(table, query.getOrDefault("$filter", ""));
        int from = Integer.parseInt(query.getOrDefault("$skiptoken", "0"));
        int most = Math.min(size, Integer.parseInt(query.getOrDefault("$top", Integer.toString(size))));
        List<DynamicsRow> found = table.rows().stream().filter(filter).toList();
        List<DynamicsRow> page = found.stream().skip(from).limit(most).toList();
        ObjectNode json = context(call, table);
        ArrayNode value = json.putArray("value");
        page.forEach(row -> value.add(view.show(row)));
        if (!query.containsKey("$top") && from + page.size() < found.size()) {
            json.put("@odata.nextLink", link(call, table, "$skiptoken=" + (from + page.size())));
        }
        return Reply.json(200, json);
    }

    /** What was written after the token, oldest first. A row that changes while pages are read comes again with the next link. */
    private Reply changes(Call call, DynamicsTable table, DynamicsView view, int size) {
        long[] token = numbers(call.query().getOrDefault("$deltatoken", "0-" + data.clock.millis()));
        if (token[1] < expiredBefore) {
            throw DynamicsError.refusal(
                    400,
                    "0x80044352",
                    "Version stamp associated with the client has expired. Please perform a full sync.");
        }
        long[] skip = numbers(call.query().getOrDefault("$skiptoken", token[0] + "-" + data.version()));
        List<Object> changes = data.since(table, skip[0]).stream()
                .filter(change -> token[0] > 0 || change instanceof DynamicsRow)
                .toList();
        List<Object> page = changes.subList(0, Math.min(size, changes.size()));
        ObjectNode json = context(call, table);
        ArrayNode value = json.putArray("value");
        page.forEach(change -> value.add(
                change instanceof DynamicsRow row ? view.show(row) : gone(call, table, (DynamicsTable.Gone) change)));
        if (page.size() < changes.size()) {
            String last = version(page.get(page.size() - 1)) + "-" + skip[1];
            json.put(
                    "@odata.nextLink",
                    link(call, table, "$deltatoken=" + token[0] + "-" + token[1] + "&$skiptoken=" + last));
        } else {
            json.put("@odata.deltaLink", link(call, table, "$deltatoken=" + skip[1] + "-" + data.clock.millis()));
        }
        return Reply.json(200, json).with("Preference-Applied", "odata.track-changes");
    }

    private static long version(Object change) {
        return change instanceof DynamicsRow row ? row.version : ((DynamicsTable.Gone) change).version();
    }

    private static ObjectNode gone(Call call, DynamicsTable table, DynamicsTable.Gone gone) {
        return Json.object()
                .put("@odata.context", root(call) + "$metadata#" + table.set + "/$deletedEntity")
                .put("id", gone.id().toString())
                .put("reason", "deleted");
    }

    static Set<String> selected(DynamicsTable table, String text) {
        Set<String> selected = new LinkedHashSet<>();
        for (String column : text.split(",")) {
            if (!column.isBlank() && !table.shows(column.trim())) {
                throw DynamicsError.noColumn(table.name, column.trim());
            }
            if (!column.isBlank()) {
                selected.add(column.trim());
            }
        }
        return selected;
    }

    /** {@code a eq 'x' and (b ge 3 or c eq true)}; more is not understood. */
    private static Predicate<DynamicsRow> filter(DynamicsTable table, String text) {
        List<Predicate<DynamicsRow>> all = new ArrayList<>();
        for (String part : text.isBlank() ? new String[0] : text.split(" and ")) {
            all.add(
                    part.startsWith("(") && part.endsWith(")")
                            ? Stream.of(part.substring(1, part.length() - 1).split(" or "))
                                    .map(each -> condition(table, each))
                                    .reduce(row -> false, Predicate::or)
                            : condition(table, part));
        }
        return all.stream().reduce(row -> true, Predicate::and);
    }

    private static Predicate<DynamicsRow> condition(DynamicsTable table, String text) {
        Matcher matcher = CONDITION.matcher(text.trim());
        if (!matcher.matches() || !table.shows(matcher.group(1))) {
            throw DynamicsError.refusal(400, "0x80060888", "Syntax error in the filter expression");
        }
        String wanted =
                matcher.group(3) == null ? matcher.group(4) : matcher.group(3).replace("''", "'");
        String column = matcher.group(1);
        boolean equal = matcher.group(2).equals("eq");
        DynamicsView view = new DynamicsView(table, Set.of(column), false);
        return row -> {
            JsonNode value = view.show(row).path(column);
            int order = value.asText("").compareToIgnoreCase(wanted);
            return equal
                    ? order == 0
                    : !value.isNull()
                            && (order > 0 || order == 0 && matcher.group(2).equals("ge"));
        };
    }

    private static long[] numbers(String token) {
        String[] parts = token.split("-");
        if (parts.length != 2 || !token.matches("\\d{1,18}-\\d{1,18}")) {
            throw DynamicsError.refusal(400, "0x80060888", "The token is not valid.");
        }
        return new long[] {Long.parseLong(parts[0]), Long.parseLong(parts[1])};
    }

    private static ObjectNode context(Call call, DynamicsTable table) {
        return Json.object().put("@odata.context", root(call) + "$metadata#" + table.set);
    }

    private static String root(Call call) {
        return call.origin() + call.base() + "/api/data/v9.2/";
    }

    private static String link(Call call, DynamicsTable table, String token) {
        String select =
                call.query("$select").map(text -> "$select=" + text + "&").orElse("");
        return root(call) + table.set + "?" + select + token;
    }
}
