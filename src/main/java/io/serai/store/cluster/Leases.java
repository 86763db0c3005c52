package io.serai.store.cluster;

/**
 * Rights that one process at a time has, by name. Whoever takes one keeps it until it is given back or the process ends; from a killed
 * process it passes on within ten seconds. Thread-safe.
 */
public interface Leases {
    /**
     * Takes the lease if it is free; asks the database, except while it is held here.
     *
     * @return whether it is held now
     * @throws io.serai.store.StoreException when the database cannot be asked
     */
    boolean take(String name);

    /** Lets others have it at once; does nothing when it is not held. */
    void give(String name);

    /** Whether it is still held; certain only for the moment, so to be asked before each step that matters. Never blocks. */
    boolean holds(String name);
}
