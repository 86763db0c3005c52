package io.serai.console;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A point in time as people write it: {@code 15m} ago, or ISO 8601 with a zone. */
final class Since {
    private static final Pattern AGO = Pattern.compile("(\\d{1,6})\\s*(s|m|h|d)");

    private Since() {}

    static Instant parse(String text, Clock clock) {
        Matcher ago = AGO.matcher(text.strip());
        if (ago.matches()) return clock.instant().minus(duration(Long.parseLong(ago.group(1)), ago.group(2)));
        try {
            return DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text.strip(), Instant::from);
        } catch (DateTimeException e) {
            throw Problem.badRequest("since: expected a duration such as 15m, 2h or 3d, or a time such as"
                    + " 2026-11-20T10:15:00Z, got '" + text + "'");
        }
    }

    private static Duration duration(long amount, String unit) {
        return switch (unit) {
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }
}
