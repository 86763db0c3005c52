package io.serai.journal;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Reads the time of a change as shops write it: ISO 8601, or {@code 2026-11-20 10:15:31} in UTC. */
final class Versions {
    private static final DateTimeFormatter PLAIN = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private Versions() {}

    /** The time, or {@code otherwise} when the text tells none. */
    static Instant time(String text, Instant otherwise) {
        try {
            if (text.length() == 19 && text.charAt(10) == ' ')
                return LocalDateTime.parse(text, PLAIN).toInstant(ZoneOffset.UTC);
            return DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from);
        } catch (DateTimeException e) {
            return otherwise; // a version need not be a time; then the time of reading stands for it
        }
    }
}
