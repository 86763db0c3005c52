package io.serai.bus.rabbitmq;

import io.serai.store.StoreException;
import io.serai.store.cluster.Leases;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
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
            if (replicas.size() < 2) return;
            readers.stream()
                    .filter(Reader::reads)
                    .filter(reader -> !replicas.get(Math.floorMod(reader.place(), replicas.size()))
                            .equals(replica))
                    .forEach(Reader::stepBack);
        } catch (StoreException e) {
            LOG.debugf("Queues could not be shared out: %s", e.getMessage());
        }
    }

    void close() {
        try {
            leases.give(replica);
        } catch (StoreException e) {
            LOG.debugf("The lease ends by itself: %s", e.getMessage());
        }
    }
}
