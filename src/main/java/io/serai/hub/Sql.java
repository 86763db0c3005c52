package io.serai.hub;

import io.serai.store.Row;
import io.serai.store.Tx;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Queries by many keys at once. */
final class Sql {
    private static final int CHUNK = 256;

    private Sql() {}

    /**
     * Runs a query that ends with {@code IN}, as often as needed. Lists are filled up to a power of two with their last key, so
     * that few different statements are prepared.
     *
     * @param first arguments before the list
     */
    static <T> List<T> in(Tx tx, String query, Row<T> row, Collection<String> keys, Object... first)
            throws SQLException {
        List<T> found = new ArrayList<>();
        List<String> all = List.copyOf(keys);
        for (int from = 0; from < all.size(); from += CHUNK) {
            List<String> chunk = all.subList(from, Math.min(all.size(), from + CHUNK));
            int size = chunk.size() == 1 ? 1 : Integer.highestOneBit(chunk.size() - 1) * 2;
            Object[] arguments = new Object[first.length + size];
            System.arraycopy(first, 0, arguments, 0, first.length);
            for (int i = 0; i < size; i++) arguments[first.length + i] = chunk.get(Math.min(i, chunk.size() - 1));
            found.addAll(tx.query(query + " " + Tx.in(size), row, arguments));
        }
        return found;
    }
}
