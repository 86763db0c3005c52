package io.serai.journal;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.serai.store.Store;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Forgets what is older than the retention, a little at a time so that the writing thread stays free. */
@ApplicationScoped
class Retention {
    private static final Logger LOG = Logger.getLogger(Retention.class);
    private static final int CHUNK = 500;

    private final Store store;
    private final JournalConfig config;
    private final Clock clock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(runnable -> {
        Thread thread = new Thread(runnable, "journal-retention");
        thread.setDaemon(true);
        return thread;
    });

    Retention(Store store, JournalConfig config, Clock clock) {
        this.store = store;
        this.config = config;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event) {
        timer.scheduleWithFixedDelay(this::runSafely, 1, 10, TimeUnit.MINUTES);
    }

    void stop(@Observes ShutdownEvent event) {
        timer.shutdownNow();
    }

    private void runSafely() {
        try {
            run();
        } catch (RuntimeException e) {
            LOG.warn("The journal could not forget old messages; it will try again in ten minutes", e);
        }
    }

    /** Deletes all that is too old; returns how many messages. */
    int run() {
        Instant before = clock.instant().minus(config.retention());
        delete(
                "DELETE FROM journal_outcome WHERE seq IN (SELECT seq FROM journal_outcome WHERE at < ? LIMIT ?)",
                before);
        delete(
                "DELETE FROM idempotency WHERE (scope, id) IN (SELECT scope, id FROM idempotency WHERE until < ? LIMIT ?)",
                clock.instant().minus(Duration.ofDays(1)));
        return delete("DELETE FROM journal WHERE id IN (SELECT id FROM journal WHERE received < ? LIMIT ?)", before);
    }

    private int delete(String sql, Instant before) {
        int all = 0;
        int some;
        do {
            some = store.write(tx -> tx.update(sql, before, CHUNK));
            all += some;
        } while (some == CHUNK);
        return all;
    }
}
