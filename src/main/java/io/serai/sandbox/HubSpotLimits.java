package io.serai.sandbox;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** The limits of one app: calls in any ten seconds, searches in any second, calls of a day. Not thread-safe. */
final class HubSpotLimits {
    private static final long WINDOW = 10_000;
    private static final long SECOND = 1_000;

    private final Deque<Long> calls = new ArrayDeque<>();
    private final Deque<Long> searches = new ArrayDeque<>();
    private final Clock clock;
    private int tenSecondly = 100;
    private int searchSecondly = 5;
    private long daily = 250_000;
    private long today;
    private long day = -1;

    HubSpotLimits(Clock clock) {
        this.clock = clock;
    }

    /** The refusal, if a call is too many now; else it is counted. */
    Optional<Reply> count(boolean search) {
        long now = clock.millis();
        if (now / 86_400_000 != day) {
            day = now / 86_400_000;
            today = 0;
        }
        forget(calls, now - WINDOW);
        forget(searches, now - SECOND);
        if (today >= daily) {
            return Optional.of(withHeaders(HubSpotErrors.tooMany("DAILY")));
        }
        if (calls.size() >= tenSecondly) {
            return Optional.of(withHeaders(HubSpotErrors.tooMany("TEN_SECONDLY_ROLLING")));
        }
        if (search && searches.size() >= searchSecondly) {
            return Optional.of(HubSpotErrors.tooMany("SECONDLY"));
        }
        calls.add(now);
        today++;
        if (search) {
            searches.add(now);
        }
        return Optional.empty();
    }

    /** All but replies to a search carry them. */
    Reply withHeaders(Reply reply) {
        return reply.with("X-HubSpot-RateLimit-Max", Integer.toString(tenSecondly))
                .with("X-HubSpot-RateLimit-Remaining", Integer.toString(Math.max(0, tenSecondly - calls.size())))
                .with("X-HubSpot-RateLimit-Interval-Milliseconds", Long.toString(WINDOW))
                .with("X-HubSpot-RateLimit-Daily", Long.toString(daily))
                .with("X-HubSpot-RateLimit-Daily-Remaining", Long.toString(Math.max(0, daily - today)));
    }

    /** Forgets the calls that were made. */
    void clear() {
        calls.clear();
        searches.clear();
        today = 0;
    }

    void change(int perTenSeconds, int searchesPerSecond, long perDay) {
        tenSecondly = perTenSeconds;
        searchSecondly = searchesPerSecond;
        daily = perDay;
    }

    int tenSecondly() {
        return tenSecondly;
    }

    int searchSecondly() {
        return searchSecondly;
    }

    long daily() {
        return daily;
    }

    private static void forget(Deque<Long> times, long until) {
        while (!times.isEmpty() && times.peek() <= until) {
            times.poll();
        }
    }
}
