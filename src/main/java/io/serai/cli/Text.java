package io.serai.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** How values are written for people. */
final class Text {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private Text() {}

    /** The field's text, or null. */
    static String of(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isMissingNode() || value.isNull() ? null : value.asText();
    }

    /** In the local zone, with seconds. */
    static String time(JsonNode node, String field) {
        Instant time = instant(node, field);
        return time == null ? null : TIME.format(time.atZone(ZoneId.systemDefault()));
    }

    /** How long ago that was; null when there is no such time. */
    static String age(JsonNode node, String field) {
        Instant time = instant(node, field);
        return time == null ? null : duration(Duration.between(time, Instant.now()));
    }

    static Instant instant(JsonNode node, String field) {
        String text = of(node, field);
        return text == null ? null : Instant.parse(text);
    }

    /** The last part of a UUID: people can name a message by it. */
    static String shortId(String id) {
        if (id == null || id.length() != 36) return id;
        return id.substring(24);
    }

    /** {@code 0.4 ms}, {@code 12 ms}, {@code 1.5 s}, {@code 3 min 20 s}, {@code 5 h 10 min}, {@code 3 d 2 h}. */
    static String duration(Duration time) {
        long seconds = time.toSeconds();
        if (time.toMillis() < 10) return time.toNanos() / 100_000 / 10.0 + " ms";
        if (time.toMillis() < 1_000) return time.toMillis() + " ms";
        if (seconds < 60) return time.toMillis() / 100 / 10.0 + " s";
        if (seconds < 3_600) return two(seconds, 60, "min", 1, "s");
        if (seconds < 86_400) return two(seconds, 3_600, "h", 60, "min");
        return two(seconds, 86_400, "d", 3_600, "h");
    }

    private static String two(long seconds, long large, String largeUnit, long small, String smallUnit) {
        long rest = seconds % large / small;
        return seconds / large + " " + largeUnit + (rest == 0 ? "" : " " + rest + " " + smallUnit);
    }
}
