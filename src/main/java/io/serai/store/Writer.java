package io.serai.store;

import java.util.concurrent.CompletableFuture;

/** Runs units of work, each in a transaction, on threads of its own. Thread-safe. */
interface Writer extends AutoCloseable {
    /** The transaction of this thread, or null. */
    Tx current();

    /** Completes once the unit is durable, or with its failure. */
    <T> CompletableFuture<T> submit(Work<T> work, boolean urgent);

    /** Whether units are still taken. */
    boolean alive();

    /** How many units wait. */
    int waiting();

    /** Waits for the units that were submitted. */
    @Override
    void close();
}
