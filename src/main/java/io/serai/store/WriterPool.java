package io.serai.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/**
 * Several writing threads, for a database that takes writes side by side. A unit is one transaction. One that fails by a deadlock, or
 * because its connection broke before its commit, is run again; nothing of its first run was kept. A connection that breaks while it
 * commits leaves open what became of the unit, so that is told to the caller and nothing is repeated here.
 */
final class WriterPool implements Writer {
    private static final Logger LOG = Logger.getLogger(WriterPool.class);

    /** Nothing that another attempt here could mend. */
    private static final class Given extends StoreException {
        Given(String message, Exception cause) {
            super(message + ": " + cause.getMessage(), cause);
        }
    }

    private final Intake intake = new Intake();
    private final ThreadLocal<Tx> current = new ThreadLocal<>();
    private final Connections pool;
    private final List<Thread> threads;

    WriterPool(Connections pool, int size) {
        this.pool = pool;
        this.threads = IntStream.range(0, size)
                .mapToObj(i -> new Thread(this::run, "serai-store-" + i))
                .toList();
        threads.forEach(thread -> {
            thread.setDaemon(true);
            thread.start();
        });
    }

    @Override
    public Tx current() {
        return current.get();
    }

    @Override
    public boolean alive() {
        return threads.stream().anyMatch(Thread::isAlive);
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
        while (intake.open()) {
            try {
                Intake.Unit<?> unit = intake.next(200);
                if (unit != null) complete(unit);
            } catch (InterruptedException e) {
                // only close() ends this thread
            }
        }
    }

    private <T> void complete(Intake.Unit<T> unit) {
        for (int attempt = 1; ; attempt++) {
            try {
                unit.done().complete(transact(unit.work()));
                return;
            } catch (SQLException | RuntimeException | Error e) {
                if (!(e instanceof Given) && pool.again(e, attempt)) continue;
                unit.done().completeExceptionally(e);
                return;
            }
        }
    }

    private <T> T transact(Work<T> work) throws SQLException {
        Tx tx = open();
        T value;
        current.set(tx);
        try {
            value = work.run(tx);
            commit(tx);
        } catch (SQLException | RuntimeException | Error e) {
            rollBack(tx, e);
            throw e;
        } finally {
            current.remove();
            release(tx);
        }
        follow(tx);
        return value;
    }

    /** The unit is durable, whatever comes of this. */
    private static void follow(Tx tx) {
        try {
            tx.committed();
        } catch (RuntimeException e) {
            throw new Given("the transaction is durable, but what follows it failed", e);
        }
    }

    private static void commit(Tx tx) throws SQLException {
        try {
            tx.connection().commit();
        } catch (SQLException e) {
            if (!Transience.connectionLost(e)) throw e;
            throw new Given("the connection broke while it committed, so nobody knows whether it did", e);
        }
    }

    private static void rollBack(Tx tx, Throwable why) {
        try {
            if (!tx.connection().isClosed()) tx.connection().rollback();
        } catch (SQLException e) {
            why.addSuppressed(e); // the connection is gone, and with it the transaction
        }
    }

    private Tx open() {
        try {
            Connection connection = pool.get();
            Tx tx = new Tx(connection, Dialect.POSTGRESQL);
            try {
                connection.setAutoCommit(false);
                return tx;
            } catch (SQLException e) {
                release(tx);
                throw e;
            }
        } catch (SQLException e) {
            throw new Given("the database could not be reached", e);
        }
    }

    /** What became of the transaction is decided before. */
    private static void release(Tx tx) {
        try {
            tx.close();
        } catch (SQLException e) {
            LOG.debug("A connection could not be given back; the pool makes another one", e);
        }
    }

    @Override
    public void close() {
        intake.close();
        try {
            for (Thread thread : threads) thread.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        intake.end();
    }
}
