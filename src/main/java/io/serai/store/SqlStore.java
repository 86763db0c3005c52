package io.serai.store;

import java.sql.SQLException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import javax.sql.DataSource;

/** {@link Store} on a database reached by JDBC: one connection writes, a pool reads. */
public final class SqlStore implements Store, AutoCloseable {
    private final GroupCommit writer;
    private final DataSource readers;

    /**
     * @param writer gives connections whose transactions take the write lock when they begin
     * @param readers gives connections that only read
     */
    public SqlStore(DataSource writer, DataSource readers) {
        this.writer = new GroupCommit(writer);
        this.readers = readers;
    }

    @Override
    public <T> T read(Work<T> work) {
        Tx joined = writer.current();
        try {
            if (joined != null) return work.run(joined);
            try (Tx tx = new Tx(readers.getConnection())) {
                return work.run(tx);
            }
        } catch (SQLException e) {
            throw new StoreException("the database could not be read: " + e.getMessage(), e);
        }
    }

    @Override
    public <T> T write(Work<T> work) {
        Tx joined = writer.current();
        try {
            return joined != null
                    ? work.run(joined)
                    : writer.submit(work, false).get();
        } catch (SQLException e) {
            throw new StoreException("the database refused a write: " + e.getMessage(), e);
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted while waiting for the store", e);
        }
    }

    @Override
    public <T> CompletionStage<T> submit(Work<T> work, boolean urgent) {
        return writer.submit(work, urgent).exceptionally(e -> {
            throw failure(e instanceof CompletionException && e.getCause() != null ? e.getCause() : e);
        });
    }

    /** Whether the writing thread lives; without it nothing can be written any more. */
    public boolean alive() {
        return writer.alive();
    }

    /** How many units wait for the writing thread. */
    public int waiting() {
        return writer.waiting();
    }

    private static RuntimeException failure(Throwable cause) {
        if (cause instanceof RuntimeException known) return known;
        if (cause instanceof Error error) throw error;
        return new StoreException("the database refused a write: " + cause.getMessage(), cause);
    }

    @Override
    public void close() {
        writer.close();
    }
}
