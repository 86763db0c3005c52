package io.serai.store.cluster;

import io.serai.store.Store;
import io.serai.store.StoreException;
import io.serai.store.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;

/** Table {@code lease} on PostgreSQL. */
final class LeaseTable {
    private static final String NOW = "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)";
    private static final String TAKE = "INSERT INTO lease (name, owner, until) VALUES (?, ?, " + NOW + " + ?)"
            + " ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, until = excluded.until"
            + " WHERE lease.owner = excluded.owner OR lease.until <= " + NOW;
    private static final String RENEW =
            "UPDATE lease SET until = " + NOW + " + ? WHERE name = ? AND owner = ? RETURNING name";

    private final Store store;
    private final String owner;

    LeaseTable(Store store, String owner) {
        this.store = store;
        this.owner = owner;
    }

    boolean take(String name, Duration life) {
        return run(tx -> tx.update(TAKE, name, owner, life.toMillis())) == 1;
    }

    /** Those of the names that are still this owner's. */
    List<String> renew(List<String> names, Duration life) {
        List<String> sorted = sorted(names);
        return run(tx -> {
            List<String> renewed = new ArrayList<>();
            for (String name : sorted)
                renewed.addAll(tx.query(RENEW, row -> row.getString(1), life.toMillis(), name, owner));
            return renewed;
        });
    }

    /** Names that begin so, held by anybody now. */
    Set<String> held(String prefix) {
        return Set.copyOf(store.read(tx -> tx.query(
                "SELECT name FROM lease WHERE left(name, ?) = ? AND until > " + NOW,
                row -> row.getString(1),
                prefix.length(),
                prefix)));
    }

    void give(List<String> names) {
        List<Object[]> rows =
                sorted(names).stream().map(name -> new Object[] {name, owner}).toList();
        run(tx -> {
            tx.batch("DELETE FROM lease WHERE name = ? AND owner = ?", rows);
            return null;
        });
    }

    /** So that two batches do not lock each other out. */
    private static List<String> sorted(List<String> names) {
        List<String> sorted = new ArrayList<>(names);
        Collections.sort(sorted);
        return sorted;
    }

    /** Before all that is not urgent, as leases run out. */
    private <T> T run(Work<T> work) {
        try {
            return store.submit(work, true).toCompletableFuture().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof StoreException known ? known : new StoreException("leases: " + e, e);
        }
    }
}
