package io.serai.store;

import java.util.concurrent.CompletableFuture;

/** The units that wait to be written. Each is completed in any case: by who takes it, or as refused when the store closes before. Thread-safe. */
final class Intake {
    /** What is to be written, and who waits for it. */
    record Unit<T>(Work<T> work, CompletableFuture<T> done) {}

    private final Lanes<Unit<?>> lanes = new Lanes<>();
    private volatile boolean closed;
    private volatile boolean ended;

    /** Blocks while too many wait. */
    <T> CompletableFuture<T> submit(Work<T> work, boolean urgent) {
        CompletableFuture<T> done = new CompletableFuture<>();
        if (closed) return CompletableFuture.failedFuture(closed());
        try {
            lanes.put(new Unit<>(work, done), urgent);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            done.completeExceptionally(new StoreException("interrupted while waiting for the store", e));
        }
        if (ended) refuse(); // it closed while this one waited for a place
        return done;
    }

    /** Whether more may come or is there. */
    boolean open() {
        return !closed || lanes.size() > 0;
    }

    /** The next one, or null when none came in time. */
    Unit<?> next(long millis) throws InterruptedException {
        return lanes.poll(millis);
    }

    /** The next one, or null when none waits. */
    Unit<?> next() {
        return lanes.poll();
    }

    int waiting() {
        return lanes.size();
    }

    /** Takes no more. */
    void close() {
        closed = true;
    }

    /** Nobody takes what is left. */
    void end() {
        closed = true;
        ended = true;
        refuse();
    }

    private void refuse() {
        for (Unit<?> unit = lanes.poll(); unit != null; unit = lanes.poll())
            unit.done().completeExceptionally(closed());
    }

    private static StoreException closed() {
        return new StoreException("the store is closed", null);
    }
}
