package io.serai.store;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * What waits for the writing threads. Urgent units, for which a sender waits, go first; the others get their turn at least every 25
 * milliseconds, so that neither ever stands still. Bounded: who brings more than the disk can take has to wait. Thread-safe.
 */
final class Lanes<T> {
    private static final int CAPACITY = 4_096;
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

    private final BlockingQueue<T> urgent = new ArrayBlockingQueue<>(CAPACITY);
    private final BlockingQueue<T> ordinary = new ArrayBlockingQueue<>(CAPACITY);
    private final Semaphore waiting = new Semaphore(0);
    private long lastOrdinary = System.nanoTime();

    void put(T unit, boolean goesFirst) throws InterruptedException {
        (goesFirst ? urgent : ordinary).put(unit);
        waiting.release();
    }

    /** The next one, or null when none came in time. */
    T poll(long millis) throws InterruptedException {
        return waiting.tryAcquire(millis, TimeUnit.MILLISECONDS) ? take() : null;
    }

    /** The next one, or null when none waits. */
    T poll() {
        return waiting.tryAcquire() ? take() : null;
    }

    int size() {
        return urgent.size() + ordinary.size();
    }

    /** One at a time: who has a permit finds something, whatever the others take. */
    private synchronized T take() {
        long now = System.nanoTime();
        if (now - lastOrdinary < PATIENCE_NANOS) {
            T unit = urgent.poll();
            if (unit != null) return unit;
        }
        T unit = ordinary.poll();
        if (unit == null) return urgent.poll();
        lastOrdinary = now;
        return unit;
    }
}
