package io.serai.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What happened to a record, for people. */
final class HistoryText {
    private HistoryText() {}

    static Table table(JsonNode history, int most) {
        Table table = new Table("AT", "VERSION", "SYSTEM", "MESSAGE", "WHAT");
        int shown = 0;
        for (JsonNode change : history) {
            if (shown++ == most) break;
            table.row(
                    Text.time(change, "at"),
                    Text.of(change, "version"),
                    Text.of(change, "system"),
                    Text.shortId(Text.of(change, "message")),
                    what(Text.of(change, "what"), change.path("detail")));
            for (JsonNode lost : change.path("detail").path("lost")) table.below(lost(lost));
        }
        return table;
    }

    private static String what(String what, JsonNode detail) {
        if (what.equals("merge"))
            return "merged with " + Text.of(detail, "merged") + " by " + Text.of(detail, "who") + ": "
                    + Text.of(detail, "reason") + extra(detail.path("extra"));
        if (what.equals("removal"))
            return Text.of(detail, "id")
                    + (detail.has("into") ? " became " + Text.of(detail, "into") + " there" : " was deleted there");
        if (what.equals("return")) return Text.of(detail, "id") + " is there after all";
        if (detail.has("created")) return "created";
        List<String> fields = new ArrayList<>();
        detail.path("changed").forEach(field -> fields.add(field.asText()));
        return fields.isEmpty() ? "changed nothing" : "changed " + String.join(", ", fields);
    }

    private static String extra(JsonNode objects) {
        List<String> all = new ArrayList<>();
        objects.forEach(
                each -> all.add(Text.of(each, "target") + " " + Text.of(each, "object") + " " + Text.of(each, "id")));
        return all.isEmpty() ? "" : "; too many now: " + String.join(", ", all);
    }

    private static String lost(JsonNode lost) {
        String holder = lost.has("system") ? Text.of(lost, "system") + " " + Text.of(lost, "id") : null;
        String why = switch (Text.of(lost, "rule")) {
            case "owner" -> "the system may not write it" + (holder == null ? "" : "; it is that of " + holder);
            case "order" -> holder + " comes first";
            case "latest" -> holder + " changed it later";
            case "human" -> "a person changed it in " + holder;
            case "decision" -> "there is a newer decision, from " + holder;
            case "gone" -> "the object is gone; it is that of " + holder;
            default -> Text.of(lost, "rule") + " " + holder;
        };
        return "dropped " + Text.of(lost, "field") + ": " + why;
    }
}
