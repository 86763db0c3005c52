package io.serai.journal;

import io.serai.message.Ids;
import io.serai.store.Store;
import io.serai.store.Tx;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.service.ServiceSupport;

/**
 * The repository for Camel's {@code idempotentConsumer} ({@code idempotentRepository: idempotency}): a key is first taken, with a
 * lease, and done only when the steps inside have ended well. A process that is killed in between leaves a lease that runs out, so
 * that the redelivery is handled and not mistaken for a duplicate (Invariant 2).
 *
 * <p>While another exchange holds the key, {@link #add} fails with {@link KeyTaken}, which callers retry: nobody may be told
 * "duplicate" about something that may yet fail. Thread-safe, for several processes on one store.
 */
@Singleton
@Named("idempotency")
class TwoStateKeys extends ServiceSupport implements IdempotentRepository {
    private static final String SCOPE = "route";

    private static final String TAKE = """
            INSERT INTO idempotency (scope, id, done, owner, until) VALUES (?, ?, 0, ?, ?)
            ON CONFLICT (scope, id) DO UPDATE SET owner = excluded.owner, until = excluded.until
            WHERE idempotency.done = 0 AND idempotency.until <= ?""";

    private record Key(boolean done) {}

    private final Store store;
    private final Clock clock;
    private final JournalConfig config;
    private final String owner;

    TwoStateKeys(Store store, Ids ids, JournalConfig config, Clock clock) {
        this.store = store;
        this.config = config;
        this.clock = clock;
        this.owner = ids.next();
    }

    @Override
    public boolean add(String key) {
        return store.write(tx -> {
            int taken = tx.update(TAKE, SCOPE, key, owner, clock.instant().plus(config.keyLease()), clock.instant());
            if (taken == 1) return true;
            if (find(tx, key).map(Key::done).orElse(false)) return false;
            throw new KeyTaken();
        });
    }

    @Override
    public boolean contains(String key) {
        return store.read(tx -> find(tx, key)).map(Key::done).orElse(false);
    }

    @Override
    public boolean confirm(String key) {
        return store.write(tx -> tx.update(
                        "UPDATE idempotency SET done = 1, until = ? WHERE scope = ? AND id = ?",
                        clock.instant().plus(config.retention()),
                        SCOPE,
                        key))
                == 1;
    }

    @Override
    public boolean remove(String key) {
        return store.write(tx -> tx.update(
                        "DELETE FROM idempotency WHERE scope = ? AND id = ? AND (done = 1 OR owner = ?)",
                        SCOPE,
                        key,
                        owner))
                == 1;
    }

    @Override
    public void clear() {
        store.write(tx -> tx.update("DELETE FROM idempotency WHERE scope = ?", SCOPE));
    }

    private static Optional<Key> find(Tx tx, String key) throws SQLException {
        return tx.first(
                "SELECT done FROM idempotency WHERE scope = ? AND id = ?",
                row -> new Key(row.getInt(1) == 1),
                SCOPE,
                key);
    }
}
