package io.serai.store;

import java.sql.SQLException;

/** What runs inside a transaction. */
@FunctionalInterface
public interface Work<T> {
    T run(Tx tx) throws SQLException;
}
