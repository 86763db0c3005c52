package io.serai.store.cluster;

import io.serai.store.Store;
import io.serai.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Leases in a table that several processes share. Times are those of the database's clock, so that processes need not agree on theirs;
 * how long a lease is good for counts here from before it was asked for, on the clock that never jumps, and less a margin: so it is
 * given up here before anybody else can have it, also when the database cannot be reached.
 */
final class SharedLeases implements Leases, AutoCloseable {
    static final Duration LIFE = Duration.ofSeconds(10);
    private static final Logger LOG = Logger.getLogger(SharedLeases.class);
    private static final double MARGIN = 0.2;
    private static final double RENEWAL = 0.3;

    private final LeaseTable table;
    private final Duration life;
    private final Map<String, Long> goodUntil = new ConcurrentHashMap<>();
    private final ScheduledExecutorService renewal = Executors.newSingleThreadScheduledExecutor(runnable -> {
        Thread thread = new Thread(runnable, "serai-leases");
        thread.setDaemon(true);
        return thread;
    });

    /** @param owner unique among all processes, also those that ran before */
    SharedLeases(Store store, String owner) {
        this(store, owner, LIFE);
    }

    /** @param life how long a lease is good for unless it is renewed; the same in all processes */
    SharedLeases(Store store, String owner, Duration life) {
        this.table = new LeaseTable(store, owner);
        this.life = life;
        long every = (long) (life.toMillis() * RENEWAL);
        renewal.scheduleWithFixedDelay(this::renewSafely, every, every, TimeUnit.MILLISECONDS);
    }

    @Override
    public boolean take(String name) {
        if (holds(name)) return true;
        long asked = System.nanoTime();
        if (!table.take(name, life)) {
            goodUntil.remove(name);
            return false;
        }
        goodUntil.put(name, end(asked));
        return true;
    }

    @Override
    public boolean holds(String name) {
        Long end = goodUntil.get(name);
        return end != null && end - System.nanoTime() > 0;
    }

    @Override
    public void give(String name) {
        if (goodUntil.remove(name) != null) giveBack(List.of(name));
    }

    @Override
    public Set<String> held(String prefix) {
        return table.held(prefix);
    }

    private long end(long asked) {
        return asked + (long) (life.toNanos() * (1 - MARGIN));
    }

    private void renewSafely() {
        try {
            renew();
        } catch (RuntimeException e) {
            LOG.warnf("Leases could not be renewed; they end by themselves if this lasts: %s", e.getMessage());
        }
    }

    private void renew() {
        List<String> names = new ArrayList<>(goodUntil.keySet());
        if (names.isEmpty()) return;
        long asked = System.nanoTime();
        List<String> renewed = table.renew(names, life);
        for (String name : names) {
            // What was given back meanwhile stays given back.
            goodUntil.computeIfPresent(name, (same, before) -> renewed.contains(name) ? (Long) end(asked) : null);
        }
    }

    private void giveBack(List<String> names) {
        try {
            table.give(names);
        } catch (StoreException e) {
            LOG.debugf(e, "Leases could not be given back and end by themselves: %s", names);
        }
    }

    /** Gives all back. */
    @Override
    public void close() {
        renewal.shutdownNow();
        List<String> names = new ArrayList<>(goodUntil.keySet());
        goodUntil.clear();
        if (!names.isEmpty()) giveBack(names);
    }
}
