package io.serai.store;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Housekeeping that is done again and again, on a thread of its own which ends with the process. What fails is told in the log and
 * done again the next time; closing it interrupts it.
 */
public final class Chore implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Chore.class);

    private final ScheduledExecutorService timer;

    /**
     * Begins it.
     *
     * @param name of the thread
     * @param failure what it means when it fails, such as "the journal could not forget old messages"
     * @param first how long after the beginning it is done first
     * @param pause between the end of one time and the next
     */
    public Chore(String name, String failure, Duration first, Duration pause, Runnable work) {
        timer = Executors.newSingleThreadScheduledExecutor(runnable -> {
            Thread thread = new Thread(runnable, name);
            thread.setDaemon(true);
            return thread;
        });
        timer.scheduleWithFixedDelay(
                () -> safely(work, failure, pause), first.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void safely(Runnable work, String failure, Duration pause) {
        try {
            work.run();
        } catch (RuntimeException e) {
            if (Thread.currentThread().isInterrupted()) return; // closed, which is no failure
            LOG.warnf(e, "%s; it will try again in %s s", failure, pause.toSeconds());
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
