package io.serai.bus;

import io.serai.bus.broker.BrokerException;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/** A time without the broker: told once when it begins and once when it is over; attempts come at growing distances. Of one thread. */
class Outage {
    private static final Logger LOG = Logger.getLogger(Outage.class);
    private static final Duration FIRST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private Instant since;
    private Duration next = FIRST;

    boolean lasts() {
        return since != null;
    }

    void note(BrokerException failure) {
        if (since == null) {
            since = Instant.now();
            LOG.warnf(
                    "The broker does not take messages, they stay in the outbox until it does: %s",
                    failure.getMessage());
        }
        LOG.debug("The failure in full", failure);
    }

    /** How long to wait before the next attempt. */
    Duration wait(Duration otherwise) {
        if (since == null) return otherwise;
        Duration wait = next;
        next = next.multipliedBy(2);
        if (next.compareTo(LONGEST) > 0) next = LONGEST;
        return wait;
    }

    void over() {
        if (since == null) return;
        LOG.infof(
                "The broker takes messages again, after %d s",
                Duration.between(since, Instant.now()).toSeconds());
        since = null;
        next = FIRST;
    }
}
