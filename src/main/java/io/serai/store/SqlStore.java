package io.serai.store;

import io.agroal.api.AgroalDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import javax.sql.DataSource;

/** {@link Store} on a database reached by JDBC. */
public final class SqlStore implements Store, AutoCloseable {
    private final Dialect dialect;
    private final Writer writer;
    private final Reader reader;

    private SqlStore(Dialect dialect, Writer writer, Reader reader) {
        this.dialect = dialect;
        this.writer = writer;
        this.reader = reader;
    }

    /** Reads outside of any transaction. */
    private interface Reader {
        <T> T read(Work<T> work) throws SQLException;
    }

    /**
     * One connection writes, others read beside it.
     *
     * @param writer gives connections whose transactions take the write lock when they begin
     * @param readers gives connections that only read
     */
    public static SqlStore sqlite(DataSource writer, DataSource readers) {
        return new SqlStore(Dialect.SQLITE, new GroupCommit(writer), new Reader() {
            @Override
            public <T> T read(Work<T> work) throws SQLException {
                return readWith(readers.getConnection(), Dialect.SQLITE, work);
            }
        });
    }

    /**
     * Several connections write, beside those of other processes.
     *
     * @param pool must have more connections than {@code writers}, or reads wait for writes
     */
    public static SqlStore postgresql(AgroalDataSource pool, int writers) {
        Connections connections = new Connections(pool);
        return new SqlStore(Dialect.POSTGRESQL, new WriterPool(connections, writers), new Reader() {
            @Override
            public <T> T read(Work<T> work) throws SQLException {
                return readAgain(connections, work);
            }
        });
    }

    /** {@code sqlite} or {@code postgresql}. */
    public String kind() {
        return dialect.label();
    }

    @Override
    public <T> T read(Work<T> work) {
        Tx joined = writer.current();
        try {
            return joined != null ? work.run(joined) : reader.read(work);
        } catch (SQLException e) {
            throw new StoreException("the database could not be read: " + e.getMessage(), e);
        }
    }

    private static <T> T readWith(Connection connection, Dialect dialect, Work<T> work) throws SQLException {
        try (Tx tx = new Tx(connection, dialect)) {
            return work.run(tx);
        }
    }

    /** A connection of the pool may have broken while it lay there, so a read gets another one. */
    private static <T> T readAgain(Connections connections, Work<T> work) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            Connection connection = connections.get();
            try {
                return readWith(connection, Dialect.POSTGRESQL, work);
            } catch (SQLException | StoreException e) {
                if (!connections.again(e, attempt)) throw e;
            }
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

    /** Whether a writing thread lives; without one nothing can be written any more. */
    public boolean alive() {
        return writer.alive();
    }

    /** How many units wait for a writing thread. */
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
