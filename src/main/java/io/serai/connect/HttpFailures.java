package io.serai.connect;

import io.serai.message.Failure;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Set;
import org.apache.camel.http.base.HttpOperationFailedException;

/** Answers of camel-http that were not a success. */
final class HttpFailures {
    private static final Set<Integer> TRANSIENT = Set.of(408, 425, 429);
    private static final Duration LONGEST_WAIT = Duration.ofDays(1);

    private final Clock clock;

    HttpFailures(Clock clock) {
        this.clock = clock;
    }

    Failure classify(HttpOperationFailedException answer) {
        int status = answer.getStatusCode();
        return new Failure(
                mayPass(status),
                "http-" + status,
                answer.isRedirectError() ? "answered with a redirect: check the system's url" : "answered " + status,
                mayPass(status) ? retryAfter(answer.getResponseHeaders()) : null);
    }

    static boolean mayPass(int status) {
        return TRANSIENT.contains(status) || status >= 500;
    }

    private Duration retryAfter(Map<String, String> headers) {
        if (headers == null) return null;
        for (Map.Entry<String, String> header : headers.entrySet())
            if ("Retry-After".equalsIgnoreCase(header.getKey())) return parse(header.getValue());
        return null;
    }

    /** Seconds or an HTTP date; null when it is neither. Between nothing and a day. */
    private Duration parse(String value) {
        if (value == null) return null;
        String text = value.strip();
        try {
            Duration wait = text.chars().allMatch(Character::isDigit)
                    ? Duration.ofSeconds(Long.parseLong(text))
                    : Duration.between(
                            clock.instant(), ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME));
            if (wait.isNegative()) return Duration.ZERO;
            return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
        } catch (NumberFormatException | DateTimeException e) {
            return null;
        }
    }
}
