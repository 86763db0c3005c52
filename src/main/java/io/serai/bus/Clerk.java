package io.serai.bus;

import io.serai.bus.broker.Received;
import io.serai.message.Outcome;
import io.serai.store.Store;
import io.serai.store.StoreException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Tells the broker what is settled, one after the other on a thread of its own, as neither the store's nor the broker's may wait for it. */
class Clerk {
    private static final Logger LOG = Logger.getLogger(Clerk.class);

    private final Store store;
    private final DeadLetters dead;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(runnable -> {
        Thread clerk = new Thread(runnable, "bus-clerk");
        clerk.setDaemon(true);
        return clerk;
    });

    Clerk(Store store, DeadLetters dead) {
        this.store = store;
        this.dead = dead;
    }

    void acknowledge(List<Runnable> acknowledgements) {
        thread.execute(() -> acknowledgements.forEach(Runnable::run));
    }

    /** What no flow could read goes to the group's dead letters as it came, and only then counts as handled (Invariant 2). */
    void bury(Group group, Received received) {
        thread.execute(() -> tryToBury(group, received));
    }

    private void tryToBury(Group group, Received received) {
        Outcome outcome = Outcome.of(Outcome.Kind.DEAD, "not-a-message", received.flaw());
        Delivery delivery = new Delivery(
                0, MessageColumns.part(received.message()), received.message(), received.published(), 1, false);
        try {
            store.write(tx -> {
                dead.bury(tx, group, delivery, outcome, "bus", "");
                return null;
            });
            received.acknowledge().run();
        } catch (RuntimeException e) {
            LOG.warnf(
                    "A message that cannot be read waits for the store: %s",
                    e instanceof StoreException ? e.getMessage() : e.getClass().getName());
            thread.schedule(() -> tryToBury(group, received), 1, TimeUnit.SECONDS);
        }
    }

    /** Returns after all acknowledgements so far. */
    void await() {
        try {
            thread.submit(() -> {}).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("an acknowledgement failed", e.getCause());
        }
    }

    void finish() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(5, TimeUnit.SECONDS))
                LOG.warn("Some acknowledgements did not reach the broker; it will hand their messages over again");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
