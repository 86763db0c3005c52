package io.serai.connect.quota;

import io.serai.connect.quota.Supply.Slice;
import io.serai.message.Priority;
import io.serai.store.Store;
import io.serai.store.Tx;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * One system's row of the table {@code quota}: the bucket that replicas share. The replicas' clocks should agree to some milliseconds;
 * all of them together never get more than the one that is fastest would alone. Each call is one short transaction.
 */
final class QuotaTable {
    private static final Logger LOG = Logger.getLogger(QuotaTable.class);
    private static final long NANOS = 1_000_000;
    /** A row from so far in the future was written by a clock that was wrong. */
    private static final long SKEW_MILLIS = 10_000;

    private record Row(double tokens, long at, long closed) {}

    private final String system;
    private final Supplier<Store> store;
    private final Clock clock;

    /** @param store asked for when it is needed, so that what only looks at systems connects to nothing */
    QuotaTable(String system, Supplier<Store> store, Clock clock) {
        this.system = system;
        this.store = store;
        this.clock = clock;
    }

    /**
     * Takes up to so many tokens; none while it is closed.
     *
     * @param left what the vendor says is left; null when it said nothing
     */
    Slice take(Limit limit, Priority priority, int want, Long left) {
        return store.get().write(tx -> {
            Row row = lock(tx, limit);
            long now = clock.millis();
            Duration closed = Duration.ofMillis(Math.max(0, row.closed() - now));
            long at = row.at() - now > SKEW_MILLIS ? now : row.at();
            Level level = new Level(row.tokens(), at * NANOS).at(now * NANOS, limit);
            if (left != null) level = level.atMost(left);
            double free = level.tokens() - limit.keep(priority);
            int granted = closed.isZero() ? (int) Math.max(0, Math.min(want, Math.floor(free))) : 0;
            Level after = level.less(granted);
            tx.update(
                    "UPDATE quota SET tokens = ?, at = ? WHERE system = ?",
                    after.tokens(),
                    after.nanos() / NANOS,
                    system);
            return new Slice(priority, granted, granted > 0 ? 0 : limit.nanosFor(1 - free), closed);
        });
    }

    /** How long nobody is to call; zero when all may. Only reads. */
    Duration closed() {
        return store.get()
                .read(tx -> tx.first(
                                "SELECT closed FROM quota WHERE system = ?",
                                row -> Duration.ofMillis(Math.max(0, row.getLong(1) - clock.millis())),
                                system)
                        .orElse(Duration.ZERO));
    }

    /** Nobody calls for so long, or longer if that was said before. Does not wait for the store. */
    void close(Duration wait) {
        long until = clock.millis() + wait.toMillis();
        store.get()
                .submit(tx -> tx.update(
                        "INSERT INTO quota (system, tokens, at, closed) VALUES (?, 0, ?, ?) ON CONFLICT (system)"
                                + " DO UPDATE SET closed = excluded.closed WHERE quota.closed < excluded.closed",
                        system,
                        clock.millis(),
                        until))
                .whenComplete((done, failure) -> {
                    if (failure != null)
                        LOG.warnf("Other replicas could not be told that %s is not to be called: %s", system, failure);
                });
    }

    /** The row, which no other replica can change before this transaction ends. */
    private Row lock(Tx tx, Limit limit) throws SQLException {
        Optional<Row> row = touch(tx);
        if (row.isPresent()) return row.get();
        tx.update(
                "INSERT INTO quota (system, tokens, at, closed) VALUES (?, ?, ?, 0) ON CONFLICT (system) DO NOTHING",
                system,
                (double) limit.burst(),
                clock.millis());
        return touch(tx).orElseThrow();
    }

    private Optional<Row> touch(Tx tx) throws SQLException {
        return tx.first(
                "UPDATE quota SET at = at WHERE system = ? RETURNING tokens, at, closed",
                row -> new Row(row.getDouble(1), row.getLong(2), row.getLong(3)),
                system);
    }
}
