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
    private static final long BACKOFF_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final AgroalDataSource pool;

    Connections(AgroalDataSource pool) {
        this.pool = pool;
    }

    Connection get() throws SQLException {
        return pool.getConnection();
    }

    /** Waits, so that two that stood in each other's way do not meet again at once; gives up what is likely broken too. */
    void beforeAttempt(Throwable failure, int failed) {
        if (Transience.connectionLost(failure)) pool.flush(FlushMode.IDLE);
        long most = BACKOFF_NANOS << failed;
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(most / 2, most));
    }
}
