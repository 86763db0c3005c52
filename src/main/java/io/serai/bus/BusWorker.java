package io.serai.bus;

import io.serai.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * One thread of a group: takes what is due, has it handled, settles it, and only then takes more; so a message is in the
 * database until its outcome is (Invariant 2), and messages of one key, which share a worker, never overtake each other.
 */
class BusWorker {
    private static final Logger LOG = Logger.getLogger(BusWorker.class);
    private static final int CHUNK = 64;
    /** What took longer is settled before more is handled. */
    private static final long LONG = Duration.ofSeconds(2).toNanos();

    private final BusEndpoint endpoint;
    private final Workshop workshop;
    private final Group group;
    private final int index;
    private final Pause pause;
    private final Ordering ordering;
    private final Handling handling;
    private final Thread thread;
    private boolean freshFirst;
    private volatile boolean finishing;

    BusWorker(BusConsumer consumer, BusEndpoint endpoint, Workshop workshop, Group group, String system, int index) {
        this.endpoint = endpoint;
        this.workshop = workshop;
        this.group = group;
        this.index = index;
        this.pause = workshop.pauses().of(group);
        this.ordering = workshop.orderings().of(endpoint.getOrdering());
        this.handling = new Handling(
                consumer, group, system, endpoint.getBatch() == 1, workshop.failures(), pause, workshop.tracing());
        this.thread = new Thread(this::run, "bus-" + group.topic() + "-" + group.name() + "-" + index);
        this.thread.setDaemon(true);
    }

    void start() {
        workshop.signals().join(group.topic(), this);
        thread.start();
    }

    void finish() {
        finishing = true;
        workshop.signals().raise(group.topic());
    }

    /** Also when Camel has lost its patience and interrupts: whoever came next would handle the same messages beside this worker. */
    void join() {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        workshop.signals().leave(group.topic(), this);
        if (interrupted) Thread.currentThread().interrupt();
    }

    private void run() {
        while (!finishing) {
            try {
                if (!once()) workshop.signals().await(this, workshop.config().pollInterval());
            } catch (InterruptedException e) {
                LOG.debugf("%s was interrupted", thread.getName()); // only finish() ends it
            } catch (RuntimeException | Error e) {
                pauseAfter(e); // a worker that ended would take its share of the keys with it
            }
        }
    }

    /** False when there was nothing to do. */
    private boolean once() throws InterruptedException {
        try (Lanes.Turn lanes = workshop.lanes().turn()) {
            Share share = new Share(index, endpoint.getConcurrency(), lanes.lanes());
            return switch (pause.turn()) {
                case FREE -> work(share);
                case PROBE -> probe(share);
                case WAIT -> false;
            };
        }
    }

    private boolean work(Share share) throws InterruptedException {
        List<Delivery> deliveries = take(share);
        if (deliveries.isEmpty()) return false;
        handle(deliveries);
        return true;
    }

    /** Parked and new ones in turn: one message that can never be delivered must not be the only one that is asked. */
    private boolean probe(Share share) {
        try {
            freshFirst = !freshFirst;
            List<Delivery> one = freshFirst ? fresh(share, 1) : due(share, 1);
            if (one.isEmpty()) one = freshFirst ? due(share, 1) : fresh(share, 1);
            if (!one.isEmpty()) handle(one);
            return !one.isEmpty();
        } finally {
            pause.probed();
        }
    }

    /** Parked messages that are due, then new ones; a batch that is not full waits for the linger time. */
    private List<Delivery> take(Share share) throws InterruptedException {
        int max = endpoint.getBatch() == 1 ? CHUNK : endpoint.getBatch();
        List<Delivery> due = fetch(share, max);
        long wait = lingering(due, max);
        if (wait <= 0) return due;
        Thread.sleep(wait);
        return fetch(share, max);
    }

    private List<Delivery> fetch(Share share, int max) {
        List<Delivery> all = new ArrayList<>(due(share, max));
        if (all.size() < max) all.addAll(fresh(share, max - all.size()));
        return all;
    }

    private List<Delivery> due(Share share, int max) {
        return workshop.parking().due(group, share, max, ordering.firstOfKeyOnly());
    }

    private List<Delivery> fresh(Share share, int max) {
        return workshop.transport().fetch(group, share, max);
    }

    private long lingering(List<Delivery> deliveries, int max) {
        Duration linger = endpoint.getLinger();
        if (linger.isZero() || deliveries.isEmpty() || deliveries.size() >= max || finishing) return 0;
        Instant oldest = deliveries.stream()
                .map(Delivery::published)
                .min(Instant::compareTo)
                .orElseThrow();
        return linger.minus(Duration.between(oldest, Instant.now())).toMillis();
    }

    private void handle(List<Delivery> deliveries) {
        Ordering.Sorted sorted = ordering.sort(group, deliveries);
        List<Settlement.Settled> settled = new ArrayList<>(sorted.settle());
        if (endpoint.getBatch() == 1) oneByOne(sorted.handle(), settled);
        else if (!sorted.handle().isEmpty()) settled.addAll(handling.together(sorted.handle()));
        workshop.settlement().settle(group, handling.flow(), settled, ordering);
    }

    /**
     * What is left when the group pauses or stops, or when each takes long, as calls do that wait for a quota, is not settled, so it
     * comes again.
     */
    private void oneByOne(List<Delivery> deliveries, List<Settlement.Settled> settled) {
        long began = System.nanoTime();
        for (Delivery delivery : deliveries) {
            settled.addAll(handling.together(List.of(delivery)));
            if (pause.paused() || finishing || System.nanoTime() - began > LONG) return;
        }
    }

    /** The store is down: nothing was settled, so everything comes again; until then the worker holds its breath. */
    private void pauseAfter(Throwable failure) {
        LOG.warnf(
                "Group %s of topic %s could not settle its messages and will take them again: %s",
                group.name(),
                group.topic(),
                failure instanceof StoreException
                        ? failure.getMessage()
                        : failure.getClass().getName()); // its text may repeat a record
        LOG.debug("The failure in full", failure);
        try {
            Thread.sleep(Duration.ofSeconds(1).toMillis());
        } catch (InterruptedException e) {
            LOG.debugf("%s was interrupted while it paused", thread.getName());
        }
    }
}
