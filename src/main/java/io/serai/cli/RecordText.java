package io.serai.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.PrintWriter;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/** A record for people. */
final class RecordText {
    /** So many entries of its history are shown with a record. */
    private static final int LAST = 5;

    private final JsonNode record;

    RecordText(JsonNode record) {
        this.record = record;
    }

    void print(PrintWriter out) {
        out.println("Record   " + Text.of(record, "id"));
        out.println("Entity   " + Text.of(record, "entity") + ", version " + Text.of(record, "version") + ", changed "
                + Text.time(record, "sourceTime"));
        if (record.has("forgottenAt")) out.println("Forgotten " + Text.time(record, "forgottenAt"));
        if (record.has("goneAt"))
            out.println("Gone     " + Text.time(record, "goneAt") + ", no system has it any more");
        for (JsonNode alias : record.path("aliases")) out.println("Also     " + alias.asText());
        out.println();
        fields(out);
        links(out);
        deliveries(out);
        extra(out);
        engagements(record.path("engagements"), out);
        history(out);
        record.path("conflicts")
                .properties()
                .forEach(conflict -> out.println("Conflict: its " + conflict.getKey() + " also leads to record "
                        + conflict.getValue().asText()));
    }

    private void fields(PrintWriter out) {
        Map<String, JsonNode> values = new TreeMap<>();
        flatten("", record.path("data"), values);
        Table table = new Table("FIELD", "FROM", "SINCE", "VALUE");
        values.forEach((path, value) -> {
            JsonNode from = source(path);
            table.row(path, place(from), Text.time(from, "since"), value.isValueNode() ? value.asText() : value);
        });
        table.print(out);
        out.println();
    }

    /** Provenance is kept for a field or for the part above it. */
    private JsonNode source(String path) {
        JsonNode provenance = record.path("provenance");
        String at = path;
        while (!provenance.has(at) && above(at) > 0) at = at.substring(0, above(at));
        return provenance.path(at);
    }

    private static int above(String path) {
        return Math.max(path.lastIndexOf('.'), path.lastIndexOf('['));
    }

    private static String place(JsonNode from) {
        if (!from.has("system")) return null;
        return Text.of(from, "system") + " " + Text.of(from, "externalId");
    }

    private static void flatten(String path, JsonNode node, Map<String, JsonNode> values) {
        if (node.has("status") && node.has("at")) values.put(path, decision(node));
        else if (node.isObject() && !node.isEmpty()) {
            String prefix = path.isEmpty() ? "" : path + ".";
            node.properties().forEach(field -> flatten(prefix + field.getKey(), field.getValue(), values));
        } else if (node.isArray() && !node.isEmpty())
            for (int i = 0; i < node.size(); i++) flatten(path + "[" + i + "]", node.get(i), values);
        else if (!path.isEmpty()) values.put(path, node);
    }

    /** What a person decided is one line: since when, the table tells. */
    private static JsonNode decision(JsonNode node) {
        String source = Text.of(node, "source");
        return TextNode.valueOf(Text.of(node, "status") + (source == null || source.isEmpty() ? "" : ", by " + source));
    }

    private static void engagements(JsonNode all, PrintWriter out) {
        if (all.isMissingNode()) return;
        StringJoiner counts = new StringJoiner(", ");
        all.path("counts")
                .properties()
                .forEach(each -> counts.add(each.getValue().asText() + " " + each.getKey()));
        JsonNode last = all.path("last");
        out.println("Engaged  " + counts + "; " + Text.of(all, "points") + " points; last " + Text.of(last, "type")
                + " " + Text.time(last, "at") + " in " + Text.of(last, "system")
                + (last.has("campaign") ? ", campaign " + Text.of(last, "campaign") : ""));
        out.println();
    }

    private void links(PrintWriter out) {
        if (record.path("links").isEmpty()) return;
        Table table = new Table("LINKED TO", "ID THERE", "LAST SAID", "MESSAGE", "GONE");
        for (JsonNode link : record.path("links"))
            table.row(
                    Text.of(link, "system"),
                    Text.of(link, "externalId"),
                    Text.time(link, "sourceTime"),
                    Text.shortId(Text.of(link, "message")),
                    gone(link));
        table.print(out);
        out.println();
    }

    private static String gone(JsonNode link) {
        if (!link.has("goneAt")) return null;
        return Text.time(link, "goneAt") + (link.has("goneInto") ? " into " + Text.of(link, "goneInto") : "");
    }

    private void extra(PrintWriter out) {
        for (JsonNode object : record.path("extra"))
            out.println("Too many: " + Text.of(object, "target") + " " + Text.of(object, "object") + " "
                    + Text.of(object, "externalId") + " came with a merged record; merge it there");
        if (!record.path("extra").isEmpty()) out.println();
    }

    private void history(PrintWriter out) {
        if (record.path("history").isEmpty()) return;
        HistoryText.table(record.path("history"), LAST).print(out);
        out.println();
    }

    private void deliveries(PrintWriter out) {
        if (record.path("deliveries").isEmpty()) return;
        Table table = new Table("TARGET", "OBJECT", "STATE", "VERSION", "ID THERE", "AT", "REASON");
        for (JsonNode delivery : record.path("deliveries"))
            table.row(
                    Text.of(delivery, "target"),
                    Text.of(delivery, "object"),
                    Text.of(delivery, "state"),
                    Text.of(delivery, "version"),
                    Text.of(delivery, "externalId"),
                    Text.time(delivery, "at"),
                    Text.of(delivery, "reason"));
        table.print(out);
        out.println();
    }
}
