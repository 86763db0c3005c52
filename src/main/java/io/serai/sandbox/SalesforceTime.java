package io.serai.sandbox;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Optional;

/** Salesforce's times: {@code 2026-11-20T10:15:31.000+0000}, without a colon in the offset. */
final class SalesforceTime {
    private static final DateTimeFormatter WRITTEN =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'+0000'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter READ = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .optionalStart()
            .appendOffset("+HH:MM", "Z")
            .optionalEnd()
            .optionalStart()
            .appendOffset("+HHMM", "Z")
            .optionalEnd()
            .toFormatter();

    private SalesforceTime() {}

    static String text(long millis) {
        return WRITTEN.format(Instant.ofEpochMilli(millis));
    }

    /** The same moment as it is kept, or empty if the text is none. */
    static Optional<String> normal(String text) {
        try {
            return Optional.of(WRITTEN.format(OffsetDateTime.parse(text, READ)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    static boolean isDate(String text) {
        try {
            return LocalDate.parse(text).getYear() > 1699;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
