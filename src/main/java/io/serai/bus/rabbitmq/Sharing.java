package io.serai.bus.rabbitmq;

import io.serai.store.StoreException;
import io.serai.store.cluster.Leases;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.springframework.scheduling.TaskScheduler;

/**
 * Shares queues among replicas. RabbitMQ lets the first that came read a queue, and the others stand in line; so who reads one that is
 * meant for another replica goes to its end. The line decides: no message waits for replicas to agree, or for one that does not read.
 */
final class Sharing {
    private static final Logger LOG = Logger.getLogger(Sharing.class);
    private static final String REPLICA = "bus/rabbitmq/";
    private static final Duration LOOK = Duration.ofSeconds(3);
    private static final long A_MOMENT = TimeUnit.SECONDS.toNanos(2);
    private static final long BETWEEN = TimeUnit.MILLISECONDS.toNanos(10);

    private final Leases leases;
    private final String replica = REPLICA + UUID.randomUUID();
    private final Set<Reader> readers = ConcurrentHashMap.newKeySet();

    Sharing(Leases leases) {
        this.leases = leases;
    }

    void start(TaskScheduler timer) {
        timer.scheduleWithFixedDelay(this::look, LOOK);
    }

    void add(List<Reader> some) {
        readers.addAll(some);
    }

    void remove(List<Reader> some) {
        some.forEach(readers::remove);
    }

    private void look() {
        try {
            readers.forEach(Reader::stand);
            leases.take(replica);
            List<String> replicas = leases.held(REPLICA).stream().sorted().toList();
            Set<Reader> leaving = readers.stream()
                    .filter(Reader::reads)
                    .filter(reader -> isAnothers(reader, replicas))
                    .filter(Reader::leave)
                    .collect(Collectors.toSet());
            readers.stream()
                    .filter(reader -> reader.leaves() && !leaving.contains(reader)) // the other replica has gone
                    .filter(Reader::idle)
                    .forEach(Reader::stepBack);
            stepBack(leaving);
        } catch (StoreException e) {
            LOG.debugf("Queues could not be shared out: %s", e.getMessage());
        }
    }

    private boolean isAnothers(Reader reader, List<String> replicas) {
        return replicas.size() > 1
                && !replicas.get(Math.floorMod(reader.place(), replicas.size())).equals(replica);
    }

    /** Once what is under way is settled, so that the other replica does not handle it a second time; who takes longer is asked at the next look. */
    private static void stepBack(Set<Reader> leaving) {
        long until = System.nanoTime() + A_MOMENT;
        while (!leaving.stream().allMatch(Reader::idle) && System.nanoTime() - until < 0)
            LockSupport.parkNanos(BETWEEN);
        leaving.stream().filter(Reader::idle).forEach(Reader::stepBack);
    }

    void close() {
        try {
            leases.give(replica);
        } catch (StoreException e) {
            LOG.debugf("The lease ends by itself: %s", e.getMessage());
        }
    }
}
