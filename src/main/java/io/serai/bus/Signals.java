package io.serai.bus;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Wakes the workers of a topic when something was published in this process, so that they need not ask the database. */
@Singleton
class Signals {
    private final ConcurrentHashMap<Object, Semaphore> semaphores = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, ConcurrentHashMap<Object, Boolean>> waiters = new ConcurrentHashMap<>();

    /** Wakes all who wait on the topic; a wake-up while nobody waits is kept for the next wait. */
    void raise(String topic) {
        waiters.getOrDefault(topic, new ConcurrentHashMap<>()).keySet().forEach(waiter -> {
            Semaphore semaphore = semaphores.get(waiter);
            if (semaphore != null && semaphore.availablePermits() == 0) semaphore.release();
        });
    }

    void join(String topic, Object waiter) {
        semaphores.put(waiter, new Semaphore(0));
        waiters.computeIfAbsent(topic, key -> new ConcurrentHashMap<>()).put(waiter, true);
    }

    void leave(String topic, Object waiter) {
        waiters.getOrDefault(topic, new ConcurrentHashMap<>()).remove(waiter);
        semaphores.remove(waiter);
    }

    /** Returns when woken or when the time is over. */
    void await(Object waiter, Duration atMost) throws InterruptedException {
        Semaphore semaphore = semaphores.get(waiter);
        if (semaphore == null) return;
        if (semaphore.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS)) semaphore.drainPermits();
    }
}
