package io.serai.bus;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/**
 * Whether the workers of one group in this process take messages. After some exchanges in a row that the target did not answer the
 * group pauses; from then on one message at a time, after growing delays, tries whether it answers again. Thread-safe.
 */
final class Pause {
    enum Turn {
        /** Take what there is. */
        FREE,
        /** Take one message; to be ended by {@link #probed()}. */
        PROBE,
        WAIT
    }

    private static final Logger LOG = Logger.getLogger(Pause.class);

    private final Group group;
    private final BusConfig.Pause settings;
    private final Clock clock;
    private int failures;
    private Instant since;
    private Instant notBefore = Instant.MIN;
    private Duration delay;
    private boolean probing;
    private long pauses;

    Pause(Group group, BusConfig.Pause settings, Clock clock) {
        this.group = group;
        this.settings = settings;
        this.clock = clock;
    }

    /** Asked by each worker before it takes anything. */
    synchronized Turn turn() {
        if (since == null) return Turn.FREE;
        if (probing || clock.instant().isBefore(notBefore)) return Turn.WAIT;
        probing = true;
        return Turn.PROBE;
    }

    /** The probe is settled, or there was nothing to probe with: then another worker may have something. */
    synchronized void probed() {
        probing = false;
    }

    synchronized boolean paused() {
        return since != null;
    }

    /** Null while it runs. */
    synchronized Instant since() {
        return since;
    }

    /** How often it paused since the process started. */
    synchronized long pauses() {
        return pauses;
    }

    /**
     * Takes in how an exchange ended. False when its failure must not count as an attempt of its messages: the one before it failed
     * the same way, so it is the target's failure, and an outage of days gives nothing up.
     */
    synchronized boolean saw(Sign sign) {
        return switch (sign.kind()) {
            case NONE -> true;
            case ANSWER -> answered();
            case OUTAGE -> settings.after() == 0 || failed(sign.retryAfter());
        };
    }

    private boolean answered() {
        failures = 0;
        notBefore = Instant.MIN;
        if (since != null)
            LOG.infof(
                    "Group %s of topic %s resumes: its target answers again after %d s",
                    group.name(),
                    group.topic(),
                    Duration.between(since, clock.instant()).toSeconds());
        since = null;
        return true;
    }

    private boolean failed(Duration retryAfter) {
        Instant now = clock.instant();
        boolean first = failures++ == 0;
        if (since != null && probing) delay = shorter(delay.multipliedBy(2), settings.maxDelay());
        if (since == null && failures >= settings.after()) {
            since = now;
            pauses++;
            delay = settings.probeDelay();
            LOG.warnf(
                    "Group %s of topic %s pauses: its target failed %d exchanges in a row; it is probed from now on",
                    group.name(), group.topic(), failures);
        }
        waitUntil(now.plus(retryAfter));
        if (since != null) waitUntil(now.plus(delay));
        return first;
    }

    private void waitUntil(Instant time) {
        if (time.isAfter(notBefore)) notBefore = time;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
