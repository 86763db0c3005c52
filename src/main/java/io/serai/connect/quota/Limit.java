package io.serai.connect.quota;

import io.serai.message.Priority;
import java.time.Duration;

/**
 * How often a system may be called.
 *
 * @param refill calls that come to be allowed in each {@code per}; 0: as many as one likes
 * @param per never zero
 * @param burst calls that may be made at once after a rest, at least 1
 * @param concurrent calls at the same time; 0: as many as one likes
 * @param reserveLive part of the burst, 0 to 1, that only live calls may use
 * @param reserveReplay part of it that backfills may not use besides
 * @param maxWait how long a call waits for its turn before it is refused
 */
public record Limit(
        double refill,
        Duration per,
        int burst,
        int concurrent,
        double reserveLive,
        double reserveReplay,
        Duration maxWait) {
    private static final Limit NONE = new Limit(0, Duration.ofSeconds(1), 1, 0, 0.2, 0.1, Duration.ofSeconds(10));

    private static final double ROUNDING = 1e-6;

    /** Any number of calls. */
    public static Limit none() {
        return NONE;
    }

    /** A tenth of them at once and the others spread evenly, so that no window of this length, wherever it begins, sees more. */
    public static Limit window(int requests, Duration per) {
        int burst = Math.max(1, requests / 10);
        return NONE.with(Math.max(requests - burst, requests / 2.0), per, burst);
    }

    /** So many come to be allowed in each {@code per}, and at most {@code burst} are saved up: a leaky bucket's own numbers. */
    public static Limit bucket(int requests, Duration per, int burst) {
        return NONE.with(requests, per, burst);
    }

    private Limit with(double refill, Duration per, int burst) {
        return new Limit(refill, per, burst, concurrent, reserveLive, reserveReplay, maxWait);
    }

    public Limit concurrent(int calls) {
        return new Limit(refill, per, burst, calls, reserveLive, reserveReplay, maxWait);
    }

    public Limit reserve(double live, double replay) {
        return new Limit(refill, per, burst, concurrent, live, replay, maxWait);
    }

    public Limit maxWait(Duration wait) {
        return new Limit(refill, per, burst, concurrent, reserveLive, reserveReplay, wait);
    }

    boolean rated() {
        return refill > 0;
    }

    double perNano() {
        return refill / per.toNanos();
    }

    /** Until so many more calls are allowed. */
    long nanosFor(double tokens) {
        return tokens <= 0 || !rated() ? 0 : (long) Math.ceil(tokens / perNano());
    }

    /** Tokens that a call of this priority must leave to more urgent ones; always so few that a full bucket has one for it. */
    double keep(Priority priority) {
        double part = switch (priority) {
            case LIVE -> 0;
            case REPLAY -> reserveLive;
            case BACKFILL -> reserveLive + reserveReplay;
        };
        return Math.min(burst - 1.0, Math.ceil(part * burst - ROUNDING));
    }
}
