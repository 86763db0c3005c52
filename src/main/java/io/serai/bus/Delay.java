package io.serai.bus;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.TypeConversionException;

/**
 * When what is published becomes visible.
 *
 * @param due not before this time
 * @param key with the subject of a message it names a timer: a newer one replaces it; null for one that stands for itself
 */
record Delay(Instant due, String key) {
    /** For how long: ISO 8601 or {@code 1h}. Counts for the next {@code bus:} step, which takes it away. */
    static final String FOR = "SeraiDelay";
    /** Until when: ISO 8601 with its offset, or an {@link Instant}. */
    static final String UNTIL = "SeraiDelayUntil";

    static final String KEY = "SeraiDelayKey";

    /** Nobody waits longer, and times beyond what a column can hold are no times. */
    private static final Duration LONGEST = Duration.ofDays(3_660);

    /**
     * What option and headers say; the headers, which are taken away, go before the option.
     *
     * @throws IllegalArgumentException when a header cannot be read; it does not repeat the value
     */
    static Optional<Delay> of(Exchange exchange, BusEndpoint endpoint, Clock clock) {
        Message message = exchange.getMessage();
        String key = key(message, endpoint);
        Object until = message.removeHeader(UNTIL);
        Object length = message.removeHeader(FOR);
        if (until != null) return Optional.of(new Delay(latest(time(until), clock), key));
        Duration delay = length == null ? endpoint.getDelay() : duration(exchange, length);
        if (delay == null && key == null) return Optional.empty();
        if (delay == null) throw new IllegalArgumentException("there is a delayKey, but neither delay nor " + UNTIL);
        return Optional.of(new Delay(latest(plus(clock.instant(), delay), clock), key));
    }

    /** What names the timer, by header or option; null for none. */
    static String key(Message message, BusEndpoint endpoint) {
        Object said = message.removeHeader(KEY);
        String key = said == null ? endpoint.getDelayKey() : said.toString();
        return key == null || key.isBlank() ? null : key;
    }

    private static Instant plus(Instant now, Duration delay) {
        return now.plus(delay.compareTo(LONGEST) > 0 ? LONGEST : delay);
    }

    private static Instant latest(Instant due, Clock clock) {
        Instant end = clock.instant().plus(LONGEST);
        return (due.isAfter(end) ? end : due).truncatedTo(ChronoUnit.MILLIS);
    }

    private static Duration duration(Exchange exchange, Object said) {
        try {
            return exchange.getContext().getTypeConverter().mandatoryConvertTo(Duration.class, exchange, said);
        } catch (TypeConversionException | org.apache.camel.NoTypeConversionAvailableException e) {
            throw new IllegalArgumentException("the header " + FOR + " must be a duration, such as PT1H or 1h");
        }
    }

    private static Instant time(Object said) {
        if (said instanceof Instant time) return time;
        try {
            return OffsetDateTime.parse(said.toString()).toInstant();
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "the header " + UNTIL + " must be a time with its offset, such as 2026-11-20T10:15:31Z");
        }
    }
}
