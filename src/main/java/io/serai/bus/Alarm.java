package io.serai.bus;

import io.serai.store.StoreException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/** The thread that hands over delayed messages when they are due; of several replicas one does it at a time. */
class Alarm {
    private static final Logger LOG = Logger.getLogger(Alarm.class);
    private static final int BATCH = 500;
    private static final Duration BREATH = Duration.ofSeconds(1);

    private final Delays delays;
    private final BooleanSupplier myTurn;
    private final Duration pollInterval;
    private final Semaphore end = new Semaphore(0);
    private final Thread thread = new Thread(this::run, "bus-alarm");
    private boolean failing;

    /** @param myTurn whether this replica is the one; asked only when there may be something to do */
    Alarm(Delays delays, BooleanSupplier myTurn, Duration pollInterval) {
        this.delays = delays;
        this.myTurn = myTurn;
        this.pollInterval = pollInterval;
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Returns when what is under way has ended. */
    void finish() {
        end.release();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!end.tryAcquire(turn().toMillis(), TimeUnit.MILLISECONDS)) continue;
        } catch (InterruptedException e) {
            LOG.debug("The alarm was interrupted and ends; what is due waits for the next process");
        }
    }

    /** How long to wait after it. */
    private Duration turn() {
        try {
            boolean more = delays.anyDue() && myTurn.getAsBoolean() && delays.release(BATCH) == BATCH;
            failing = false;
            return more ? Duration.ZERO : pollInterval;
        } catch (RuntimeException e) {
            if (!failing)
                LOG.warnf(
                        "Delayed messages could not be handed over; they are tried again each second: %s",
                        e instanceof StoreException
                                ? e.getMessage()
                                : e.getClass().getName());
            failing = true;
            return BREATH;
        }
    }
}
