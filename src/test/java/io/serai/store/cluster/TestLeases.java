package io.serai.store.cluster;

import io.serai.store.SqlStore;
import java.util.UUID;

/** Leases as one process on the store would have them. */
public final class TestLeases {
    private TestLeases() {}

    /** What a process does when it stops. */
    public static void close(Leases leases) {
        if (leases instanceof SharedLeases shared) shared.close();
    }

    public static Leases of(SqlStore store) {
        return store.kind().equals("sqlite") ? new SoleLeases() : new SharedLeases(store, "test#" + UUID.randomUUID());
    }
}
