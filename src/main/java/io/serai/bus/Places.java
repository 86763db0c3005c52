package io.serai.bus;

import io.serai.bus.broker.BrokerException;
import io.serai.store.cluster.Leases;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The right to make and to remove groups' places in the broker. One thread of all processes has it at a time, so that a group which is being
 * removed is not given a place again by who read the groups before. Thread-safe.
 */
@Singleton
class Places {
    private static final String LEASE = "bus/places";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long ASK_AGAIN_MS = 50;

    private final Leases leases;
    private final ReentrantLock here = new ReentrantLock();

    Places(Leases leases) {
        this.leases = leases;
    }

    /**
     * Does the work if nobody else makes or removes places now. What it goes by is to be read by the work itself.
     *
     * @return whether it was done
     */
    boolean ifFree(Runnable work) {
        if (!here.tryLock()) return false;
        try {
            if (!leases.take(LEASE)) return false;
            try {
                work.run();
                return true;
            } finally {
                leases.give(LEASE);
            }
        } finally {
            here.unlock();
        }
    }

    /**
     * Does the work once nobody else makes or removes places.
     *
     * @throws BrokerException when others have not ended for long; nothing was done then
     */
    <T> T alone(Supplier<T> work) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try {
            if (!here.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) throw late();
            try {
                while (!leases.take(LEASE)) {
                    if (System.nanoTime() > end) throw late();
                    TimeUnit.MILLISECONDS.sleep(ASK_AGAIN_MS);
                }
                try {
                    return work.get();
                } finally {
                    leases.give(LEASE);
                }
            } finally {
                here.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrokerException("interrupted while others made places in the broker", e);
        }
    }

    /** Whether who has the right has it still: a process that stood still for long loses it. */
    boolean still() {
        return leases.holds(LEASE);
    }

    private static BrokerException late() {
        return new BrokerException(
                "groups are being declared in the broker, for more than " + PATIENCE.toSeconds()
                        + " seconds; try again later",
                null);
    }
}
