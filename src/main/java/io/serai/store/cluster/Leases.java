package io.serai.store.cluster;

import java.util.Set;

/**
 * Rights that one process at a time has, by name. Whoever takes one keeps it until it is given back or the process ends; from a killed
 * process it passes on within ten seconds. Thread-safe.
 */
public interface Leases {
    /** Of one process that shares with nobody: always granted. */
    static Leases sole() {
        return new SoleLeases();
    }

    /**
     * Takes the lease if it is free; asks the database, except while it is held here.
     *
     * @return whether it is held now
     * @throws io.serai.store.StoreException when the database cannot be asked
     */
    boolean take(String name);

    /** Lets others have it at once; does nothing when it is not held. */
    void give(String name);

    /** The leases whose names begin so and that anybody holds; for who shares work with others. Asks the database. */
    Set<String> held(String prefix);

    /** Whether it is still held; certain only for the moment, so to be asked before each step that matters. Never blocks. */
    boolean holds(String name);
}
