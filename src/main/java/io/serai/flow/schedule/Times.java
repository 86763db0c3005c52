package io.serai.flow.schedule;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

/** Reads and writes times as the polled system does; without a zone they are UTC. */
final class Times {
    private final DateTimeFormatter format;
    private final String pattern;

    /** @param pattern of {@link DateTimeFormatter}, or {@code iso} for instants */
    Times(String pattern) {
        this.pattern = pattern;
        this.format = pattern.equals("iso")
                ? DateTimeFormatter.ISO_INSTANT
                : DateTimeFormatter.ofPattern(pattern).withZone(ZoneOffset.UTC);
    }

    String write(Instant time) {
        return format.format(time);
    }

    /** @throws IllegalArgumentException when it is neither in the format nor ISO 8601 */
    Instant read(String text) {
        if (text.contains("T")) {
            try {
                return OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeParseException e) {
                return local(text, DateTimeFormatter.ISO_LOCAL_DATE_TIME);
            }
        }
        return local(text, format);
    }

    private Instant local(String text, DateTimeFormatter with) {
        try {
            return LocalDateTime.parse(text, with).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("'" + text + "' is not a time: expected " + pattern + " or ISO 8601", e);
        }
    }
}
