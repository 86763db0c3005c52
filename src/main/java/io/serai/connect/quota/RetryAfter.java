package io.serai.connect.quota;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** {@code Retry-After} of 429 and 503, and of HubSpot's 477, in seconds or as a date. */
public record RetryAfter(Clock clock) implements Correction {
    private static final Duration LONGEST = Duration.ofDays(1);

    @Override
    public Advice read(Answer answer) {
        int status = answer.status();
        if (status != 429 && status != 503 && status != 477) return Advice.NONE;
        Duration wait = parse(answer.header("Retry-After"), clock.instant());
        return wait == null ? Advice.NONE : Advice.closed(wait);
    }

    /** Null when it is neither seconds nor a date. Between nothing and a day. */
    public static Duration parse(String value, Instant now) {
        if (value == null) return null;
        String text = value.strip();
        try {
            Duration wait = text.matches("[0-9]+([.][0-9]+)?") // Shopify: 2.0
                    ? Duration.ofSeconds(new BigDecimal(text)
                            .setScale(0, RoundingMode.CEILING)
                            .longValueExact())
                    : Duration.between(now, ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME));
            if (wait.isNegative()) return Duration.ZERO;
            return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
        } catch (ArithmeticException | DateTimeException e) {
            return null;
        }
    }
}
