package io.serai.mapping.convert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;

/**
 * {@code datetime} and {@code date}. Read are ISO 8601 (with {@code T} or a blank, offset as {@code Z}, {@code +02:00} or {@code
 * +0200}) and the given formats; written are an ISO 8601 instant in UTC, or an ISO date, or the given output format. The zero date
 * {@code 0000-00-00} of MySQL says nothing.
 *
 * @param dateOnly whether only the day counts
 * @param zone of times that come without one, and in which the day and the output are taken; null: a time must bring its offset, and its day
 *     is that of the offset
 * @param formats that are tried before ISO 8601
 * @param output null for ISO 8601
 */
public record Moment(boolean dateOnly, ZoneId zone, List<DateTimeFormatter> formats, DateTimeFormatter output)
        implements Converter {
    private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart()
            .appendPattern("['T'][ ]HH:mm[:ss]")
            .optionalStart()
            .appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, true)
            .optionalEnd()
            .optionalStart()
            .appendPattern("[XXX][XX][X]")
            .optionalEnd()
            .optionalEnd()
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    /**
     * The format of a pattern, in which there is no 30th of February.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static DateTimeFormatter format(String pattern) {
        StringBuilder strict = new StringBuilder(pattern);
        boolean quoted = false;
        for (int i = 0; i < strict.length(); i++) {
            quoted ^= strict.charAt(i) == '\'';
            // y is the year of an era, which nobody writes; strict parsing would ask for the era
            if (!quoted && strict.charAt(i) == 'y') strict.setCharAt(i, 'u');
        }
        return DateTimeFormatter.ofPattern(strict.toString(), Locale.ENGLISH).withResolverStyle(ResolverStyle.STRICT);
    }

    @Override
    public JsonNode convert(JsonNode value) throws Unfit {
        String text = Converter.text(value, expected());
        if (text == null || text.startsWith("0000-00-00")) return null;
        TemporalAccessor parsed = parse(text);
        return TextNode.valueOf(dateOnly ? day(parsed) : instant(parsed));
    }

    private TemporalAccessor parse(String text) throws Unfit {
        for (DateTimeFormatter format : formats) {
            TemporalAccessor parsed = parse(format, text);
            if (parsed != null) return parsed;
        }
        TemporalAccessor parsed = parse(ISO, text);
        if (parsed == null) throw new Unfit(expected());
        return parsed;
    }

    private static TemporalAccessor parse(DateTimeFormatter format, String text) {
        try {
            return format.parseBest(text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
        } catch (DateTimeException e) {
            return null; // not this format
        }
    }

    private String day(TemporalAccessor parsed) {
        if (parsed instanceof OffsetDateTime time && zone != null)
            parsed = time.atZoneSameInstant(zone).toLocalDate();
        LocalDate day = LocalDate.from(parsed);
        return output == null ? day.toString() : output.format(day);
    }

    private String instant(TemporalAccessor parsed) throws Unfit {
        Instant instant = parsed instanceof OffsetDateTime time
                ? time.toInstant()
                : inZone(parsed).toInstant();
        if (output == null) return instant.toString();
        return output.format(instant.atZone(zone == null ? java.time.ZoneOffset.UTC : zone));
    }

    private ZonedDateTime inZone(TemporalAccessor parsed) throws Unfit {
        if (zone == null) throw new Unfit("a time with its offset (or the option 'zone')");
        return parsed instanceof LocalDateTime time ? time.atZone(zone) : ((LocalDate) parsed).atStartOfDay(zone);
    }

    private String expected() {
        String what = dateOnly ? "a date such as 2026-11-20" : "a time such as 2026-11-20T10:15:31Z";
        return formats.isEmpty() ? what : what + ", or in the given format";
    }
}
