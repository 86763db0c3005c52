package io.serai.store;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * A transaction, or a reader's connection, with its prepared statements kept for as long as the connection lives.
 *
 * <p>Arguments may be strings, numbers, booleans (stored as 0 and 1), bytes, instants (stored as epoch milliseconds, UTC) and
 * null. Not thread-safe: belongs to the thread that runs the work.
 */
public final class Tx implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Tx.class);
    private static final int LOCKS = 1024;
    private static final String LOCK = """
            SELECT pg_advisory_xact_lock(space, name) FROM (
              SELECT DISTINCT hashtext('serai:' || split_part(n, ':', 1)) AS space, hashtext(n) & %d AS name
              FROM unnest(?) AS n ORDER BY 1, 2) AS locks""".formatted(LOCKS - 1);

    private final Connection connection;
    private final Dialect dialect;
    private final Map<String, PreparedStatement> statements = new HashMap<>();
    private final List<Runnable> afterCommit = new ArrayList<>();

    Tx(Connection connection, Dialect dialect) {
        this.connection = connection;
        this.dialect = dialect;
    }

    /** Runs one statement and tells how many rows it touched. */
    public int update(String sql, Object... arguments) throws SQLException {
        return bind(statement(sql), arguments).executeUpdate();
    }

    /** Runs one statement for each row of arguments. */
    public void batch(String sql, List<Object[]> rows) throws SQLException {
        if (rows.isEmpty()) return;
        PreparedStatement statement = statement(sql);
        for (Object[] row : rows) bind(statement, row).addBatch();
        statement.executeBatch();
    }

    /** All rows of a query, also of an {@code INSERT ... RETURNING}. */
    public <T> List<T> query(String sql, Row<T> row, Object... arguments) throws SQLException {
        List<T> found = new ArrayList<>();
        try (ResultSet result = bind(statement(sql), arguments).executeQuery()) {
            while (result.next()) found.add(row.read(result));
        }
        return found;
    }

    /** The first row of a query. */
    public <T> Optional<T> first(String sql, Row<T> row, Object... arguments) throws SQLException {
        try (ResultSet result = bind(statement(sql), arguments).executeQuery()) {
            return result.next() ? Optional.ofNullable(row.read(result)) : Optional.empty();
        }
    }

    /** Whether other transactions write at the same time, here or in another process. */
    public boolean concurrent() {
        return dialect == Dialect.POSTGRESQL;
    }

    /**
     * Waits until no other transaction holds one of the names, and holds them until this one ends; does nothing where transactions
     * run one after the other anyway. What is read afterwards is as the last holder left it.
     *
     * <p>Names look like {@code space:rest}. All of one call are locked in an order that every process keeps; so spaces are to be
     * locked in the same order everywhere, each with one call, else transactions may meet in a deadlock, which costs them a second
     * attempt. Names of one space share {@value #LOCKS} locks, so that a batch of any size holds few enough for the database.
     */
    public void lock(Collection<String> names) throws SQLException {
        if (!concurrent() || names.isEmpty()) return;
        Array all = connection.createArrayOf("text", names.toArray());
        try (ResultSet result = bind(statement(LOCK), all).executeQuery()) {
            while (result.next()) continue; // each row is a lock
        } finally {
            all.free();
        }
    }

    /** Runs once the transaction is durable, on the writing thread: must be quick and must not throw. */
    public void afterCommit(Runnable action) {
        afterCommit.add(action);
    }

    /** Placeholders for an IN list: {@code (?,?,?)}. */
    public static String in(int size) {
        return "(" + "?,".repeat(size - 1) + "?)";
    }

    int afterCommits() {
        return afterCommit.size();
    }

    void forgetAfterCommits(int from) {
        afterCommit.subList(from, afterCommit.size()).clear();
    }

    void committed() {
        List<Runnable> actions = List.copyOf(afterCommit);
        afterCommit.clear();
        for (Runnable action : actions) {
            try {
                action.run();
            } catch (RuntimeException e) {
                LOG.error("What was to follow a transaction failed; the transaction itself is kept", e);
            }
        }
    }

    Connection connection() {
        return connection;
    }

    private PreparedStatement statement(String sql) throws SQLException {
        PreparedStatement known = statements.get(sql);
        if (known != null && !known.isClosed()) return known;
        PreparedStatement prepared = connection.prepareStatement(sql);
        statements.put(sql, prepared);
        return prepared;
    }

    private PreparedStatement bind(PreparedStatement statement, Object... arguments) throws SQLException {
        for (int i = 0; i < arguments.length; i++) {
            Object value = arguments[i];
            if (value instanceof Instant instant) statement.setLong(i + 1, instant.toEpochMilli());
            else if (value instanceof Boolean flag) statement.setInt(i + 1, flag ? 1 : 0);
            else if (value instanceof byte[] bytes) statement.setBytes(i + 1, bytes);
            else if (value instanceof Array array) statement.setArray(i + 1, array);
            else if (value instanceof String text) statement.setString(i + 1, storable(text));
            else statement.setObject(i + 1, value);
        }
        return statement;
    }

    /** PostgreSQL has no character NUL; who sent one must not be stuck for ever. */
    private String storable(String text) {
        return dialect == Dialect.POSTGRESQL && text.indexOf('\0') >= 0 ? text.replace('\0', '\uFFFD') : text;
    }

    @Override
    public void close() throws SQLException {
        try (Connection given = connection) {
            for (PreparedStatement statement : statements.values()) statement.close();
        } finally {
            statements.clear();
        }
    }
}
