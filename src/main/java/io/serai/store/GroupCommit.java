package io.serai.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * The one writing thread. Takes what waits, runs each unit behind a savepoint, commits all of them with one sync, and only then
 * tells their callers (Invariant 1). While the disk syncs, the next group gathers, so the group grows with the load by itself.
 */
final class GroupCommit implements Writer {
    private static final int GROUP = 256;
    /** A group that took this long is committed, so that short units do not wait for a row of long ones. */
    private static final long GROUP_NANOS = TimeUnit.MILLISECONDS.toNanos(4);

    private record Finished<T>(CompletableFuture<T> done, T value) {
        void complete() {
            done.complete(value);
        }
    }

    private final Intake intake = new Intake();
    private final ThreadLocal<Tx> current = new ThreadLocal<>();
    private final DataSource database;
    private final Thread thread;

    GroupCommit(DataSource database) {
        this.database = database;
        this.thread = new Thread(this::run, "serai-store");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public Tx current() {
        return current.get();
    }

    @Override
    public boolean alive() {
        return thread.isAlive();
    }

    @Override
    public int waiting() {
        return intake.waiting();
    }

    @Override
    public <T> CompletableFuture<T> submit(Work<T> work, boolean urgent) {
        return intake.submit(work, urgent);
    }

    private void run() {
        Tx tx = null;
        while (intake.open()) {
            Intake.Unit<?> first = await();
            if (first == null) continue;
            try {
                if (tx == null) tx = open();
                group(tx, first);
            } catch (SQLException | RuntimeException e) {
                StoreException failure = new StoreException("the database failed: " + e.getMessage(), e);
                first.done().completeExceptionally(failure);
                discard(tx);
                tx = null;
            }
        }
        discard(tx);
    }

    private Intake.Unit<?> await() {
        try {
            return intake.next(200);
        } catch (InterruptedException e) {
            return null; // only close() ends this thread
        }
    }

    private void group(Tx tx, Intake.Unit<?> first) throws SQLException {
        List<Finished<?>> finished = new ArrayList<>();
        List<Intake.Unit<?>> taken = new ArrayList<>();
        current.set(tx);
        try {
            long began = System.nanoTime();
            for (Intake.Unit<?> unit = first; unit != null; unit = full(taken, began) ? null : intake.next()) {
                taken.add(unit);
                Finished<?> result = runUnit(tx, unit);
                if (result != null) finished.add(result);
            }
            tx.connection().commit();
        } catch (SQLException | RuntimeException e) {
            StoreException failure = new StoreException("the database failed: " + e.getMessage(), e);
            taken.forEach(unit -> unit.done().completeExceptionally(failure));
            throw e;
        } finally {
            current.remove();
        }
        tx.committed();
        finished.forEach(Finished::complete);
    }

    private static boolean full(List<Intake.Unit<?>> taken, long began) {
        return taken.size() >= GROUP || System.nanoTime() - began > GROUP_NANOS;
    }

    /** Null when the unit itself failed: it is rolled back and told, the group goes on (Invariant 5). */
    private <T> Finished<T> runUnit(Tx tx, Intake.Unit<T> unit) throws SQLException {
        Connection connection = tx.connection();
        Savepoint savepoint = connection.setSavepoint();
        int afterCommits = tx.afterCommits();
        try {
            T value = unit.work().run(tx);
            connection.releaseSavepoint(savepoint);
            return new Finished<>(unit.done(), value);
        } catch (SQLException | RuntimeException | Error e) {
            tx.forgetAfterCommits(afterCommits);
            connection.rollback(savepoint);
            unit.done().completeExceptionally(e);
            return null;
        }
    }

    private Tx open() throws SQLException {
        Connection connection = database.getConnection();
        connection.setAutoCommit(false);
        return new Tx(connection, Dialect.SQLITE);
    }

    private static void discard(Tx tx) {
        if (tx == null) return;
        try (tx) {
            if (!tx.connection().isClosed()) tx.connection().rollback();
        } catch (SQLException e) {
            org.jboss.logging.Logger.getLogger(GroupCommit.class)
                    .debug("Nothing to roll back: the database had done so itself, and the connection is given up", e);
        }
    }

    @Override
    public void close() {
        intake.close();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        intake.end();
    }
}
