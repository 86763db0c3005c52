package io.serai.bus;

import io.serai.message.Failure;
import io.serai.message.Outcome;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/** When a parked message is tried again, and when it is given up. */
@Singleton
class RetryPolicy {
    private final BusConfig.Retry settings;
    private final Clock clock;

    RetryPolicy(BusConfig config, Clock clock) {
        this.settings = config.retry();
        this.clock = clock;
    }

    /** The outcome itself, or DEAD when the message had all its attempts. */
    Outcome judge(Delivery delivery, Outcome outcome) {
        if (outcome.kind() != Outcome.Kind.PARKED) return outcome;
        if (heldBack(outcome)) return outcome;
        boolean exhausted = outcome.awaits() == null
                ? delivery.attempt() >= settings.attempts()
                : delivery.published().plus(settings.linkTimeout()).isBefore(clock.instant());
        if (!exhausted) return outcome;
        String detail = "given up after " + delivery.attempt() + " attempts"
                + (outcome.detail() == null ? "" : ": " + outcome.detail());
        return Outcome.of(Outcome.Kind.DEAD, outcome.reason(), detail);
    }

    /** The number of the attempt that follows this delivery. What was held back was none. */
    int nextAttempt(Delivery delivery, Outcome outcome) {
        return heldBack(outcome) ? delivery.attempt() : delivery.attempt() + 1;
    }

    private static boolean heldBack(Outcome outcome) {
        return Failure.QUOTA.equals(outcome.reason());
    }

    /** Grows with the attempts, spread by up to a fifth so that a thousand parked together do not return together. */
    Instant due(Delivery delivery, Outcome outcome) {
        double grown =
                settings.initialDelay().toMillis() * Math.pow(settings.factor(), Math.max(0, delivery.attempt() - 1.0));
        long delay = (long) Math.min(grown, settings.maxDelay().toMillis());
        delay += ThreadLocalRandom.current().nextLong(delay / 5 + 1);
        Duration asked = outcome.retryAfter() == null ? Duration.ZERO : outcome.retryAfter();
        return clock.instant().plusMillis(Math.max(delay, asked.toMillis()));
    }
}
