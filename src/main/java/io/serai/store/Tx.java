package io.serai.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A transaction, or a reader's connection, with its prepared statements kept for as long as the connection lives.
 *
 * <p>Arguments may be strings, numbers, booleans (stored as 0 and 1), bytes, instants (stored as epoch milliseconds, UTC) and
 * null. Not thread-safe: belongs to the thread that runs the work.
 */
public final class Tx implements AutoCloseable {
    private final Connection connection;
    private final Map<String, PreparedStatement> statements = new HashMap<>();
    private final List<Runnable> afterCommit = new ArrayList<>();

    Tx(Connection connection) {
        this.connection = connection;
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
        actions.forEach(Runnable::run);
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

    private static PreparedStatement bind(PreparedStatement statement, Object... arguments) throws SQLException {
        for (int i = 0; i < arguments.length; i++) {
            Object value = arguments[i];
            if (value instanceof Instant instant) statement.setLong(i + 1, instant.toEpochMilli());
            else if (value instanceof Boolean flag) statement.setInt(i + 1, flag ? 1 : 0);
            else if (value instanceof byte[] bytes) statement.setBytes(i + 1, bytes);
            else statement.setObject(i + 1, value);
        }
        return statement;
    }

    @Override
    public void close() throws SQLException {
        statements.clear();
        connection.close();
    }
}
