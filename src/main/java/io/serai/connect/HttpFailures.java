package io.serai.connect;

import io.serai.connect.quota.RetryAfter;
import io.serai.message.Failure;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.apache.camel.http.base.HttpOperationFailedException;

/** Answers of camel-http that were not a success. */
final class HttpFailures {
    private static final Set<Integer> TRANSIENT = Set.of(408, 425, 429);

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
            if ("Retry-After".equalsIgnoreCase(header.getKey()))
                return RetryAfter.parse(header.getValue(), clock.instant());
        return null;
    }
}
