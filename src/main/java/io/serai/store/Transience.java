package io.serai.store;

import java.sql.SQLException;
import java.util.Set;

/** Failures of PostgreSQL that a unit meets through no fault of its own: run again, it may well pass. */
final class Transience {
    /** Serialization failure, deadlock; both roll back all of the transaction. */
    private static final Set<String> CONFLICTS = Set.of("40001", "40P01");
    /** Ended by an administrator or a crash, starting up, idle in a transaction for too long. */
    private static final Set<String> ENDED = Set.of("57P01", "57P02", "57P03", "25P03");

    private Transience() {}

    /** Whether concurrent transactions stood in each other's way. */
    static boolean conflict(Throwable failure) {
        String state = state(failure);
        return state != null && CONFLICTS.contains(state);
    }

    /** Whether the connection is gone; what ran on it before its commit is rolled back. */
    static boolean connectionLost(Throwable failure) {
        String state = state(failure);
        return state != null && (state.startsWith("08") || ENDED.contains(state));
    }

    private static String state(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause())
            if (each instanceof SQLException sql && sql.getSQLState() != null) return sql.getSQLState();
        return null;
    }
}
