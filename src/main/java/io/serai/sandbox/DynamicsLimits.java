package io.serai.sandbox;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;

/** Dataverse's protection of itself: so many requests within five minutes. */
final class DynamicsLimits {
    private static final long WINDOW_MS = 300_000;
    private final Deque<Long> times = new ArrayDeque<>();
    private final Clock clock;
    private int most = 6_000;

    DynamicsLimits(Clock clock) {
        this.clock = clock;
    }

    void most(int requests) {
        most = requests;
    }

    /** Counts one more, or refuses it. */
    void take() {
        long now = clock.millis();
        while (!times.isEmpty() && times.peek() <= now - WINDOW_MS) {
            times.poll();
        }
        if (times.size() >= most) {
            throw new Refusal(DynamicsError.of(429));
        }
        times.add(now);
    }

    Reply tell(Reply reply) {
        return reply.with(
                        "x-ms-ratelimit-burst-remaining-xrm-requests",
                        Integer.toString(Math.max(0, most - times.size())))
                .with("x-ms-ratelimit-time-remaining-xrm-requests", "1,200.00")
                .with("OData-Version", "4.0");
    }
}
