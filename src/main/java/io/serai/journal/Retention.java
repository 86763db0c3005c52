package io.serai.journal;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.serai.store.Chore;
import io.serai.store.Store;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Forgets what is older than the retention, a little at a time so that the writing thread stays free. */
@ApplicationScoped
class Retention {
    private static final int CHUNK = 500;

    private final Store store;
    private final JournalConfig config;
    private final Clock clock;
    private Chore chore;

    Retention(Store store, JournalConfig config, Clock clock) {
        this.store = store;
        this.config = config;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event) {
        chore = new Chore(
                "journal-retention",
                "The journal could not forget old messages",
                Duration.ofMinutes(1),
                Duration.ofMinutes(10),
                this::run);
    }

    void stop(@Observes ShutdownEvent event) {
        if (chore != null) chore.close();
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
