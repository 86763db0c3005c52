package io.serai.watch;

import io.serai.store.SqlStore;
import io.serai.store.Tx;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Tries whether the store takes a write and gives it back. */
@Singleton
class StoreWatch {
    private static final String WRITE =
            "INSERT INTO watch_probe (id, at) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET at = excluded.at";

    private final SqlStore store;
    private final WatchConfig config;
    private final Clock clock;

    StoreWatch(SqlStore store, WatchConfig config, Clock clock) {
        this.store = store;
        this.config = config;
        this.clock = clock;
    }

    /**
     * @param kind which database it is
     * @param problem null when it answered
     */
    record Answer(String kind, Duration took, String problem) {}

    Answer ask() {
        long began = System.nanoTime();
        String problem = problem();
        return new Answer(store.kind(), Duration.ofNanos(System.nanoTime() - began), problem);
    }

    private String problem() {
        if (!store.alive()) return "the writing thread has ended";
        try {
            store.submit(this::write)
                    .toCompletableFuture()
                    .get(config.storeTimeout().toMillis(), TimeUnit.MILLISECONDS);
            return store.read(StoreWatch::read) ? null : "what was written cannot be read";
        } catch (TimeoutException e) {
            return "no answer within " + config.storeTimeout().toMillis() + " ms";
        } catch (ExecutionException e) {
            return e.getCause().getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        } catch (RuntimeException e) {
            return e.getMessage();
        }
    }

    private int write(Tx tx) throws SQLException {
        return tx.update(WRITE, clock.instant());
    }

    private static boolean read(Tx tx) throws SQLException {
        return tx.first("SELECT at FROM watch_probe WHERE id = 1", row -> row.getLong(1))
                .isPresent();
    }
}
