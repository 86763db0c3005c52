package io.serai.store;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSource.FlushMode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The pool of connections to a database server, which may be restarted. Thread-safe. */
final class Connections {
    private static final int MOST_CONFLICTS = 5;
    private static final int MOST_LOST = 20;
    private static final long BACKOFF_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final AgroalDataSource pool;

    Connections(AgroalDataSource pool) {
        this.pool = pool;
    }

    Connection get() throws SQLException {
        return pool.getConnection();
    }

    /**
     * Whether work that failed so for the {@code failed}-th time may be run again; then waits a little, so that two that stood in each
     * other's way do not meet again at once. Where one connection broke the others may be broken too, so the idle ones are given up.
     */
    boolean again(Throwable failure, int failed) {
        boolean lost = Transience.connectionLost(failure);
        if (lost ? failed >= MOST_LOST : failed >= MOST_CONFLICTS || !Transience.conflict(failure)) return false;
        if (lost) pool.flush(FlushMode.IDLE);
        long most = BACKOFF_NANOS << Math.min(failed, 4);
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(most / 2, most));
        return true;
    }
}
