package io.serai.bus;

import io.serai.store.StoreException;
import io.serai.store.cluster.Leases;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/**
 * How replicas share what is in the store: messages fall into lanes by their key, and each lane is one replica's at a time, by a lease.
 * So messages of one key are never handled by two replicas at once, and none has to be locked by itself. Replicas hold equally many
 * lanes, within one; those of a killed one pass on when its leases end, those of one that stops at once.
 *
 * <p>A lane is given up only when no worker handles messages of it. A process that stood still longer than its leases may still handle
 * what another one has taken over: effects are idempotent (Invariant 3).
 */
@Singleton
class Lanes {
    static final int COUNT = 32;
    /** So many of the parts of {@link MessageColumns} make a lane. */
    static final int PARTS = MessageColumns.PARTS / COUNT;

    private static final Logger LOG = Logger.getLogger(Lanes.class);
    private static final String LANE = "bus/lane/";
    private static final String REPLICA = "bus/replica/";
    private static final long LOOK_MILLIS = 1_000;

    /** What one worker may take now; to be closed once it is settled. */
    final class Turn implements AutoCloseable {
        private final Set<Integer> lanes;

        private Turn(Set<Integer> lanes) {
            this.lanes = lanes;
        }

        Set<Integer> lanes() {
            return lanes;
        }

        @Override
        public void close() {
            ended(this);
        }
    }

    private final Leases leases;
    private final String replica = REPLICA + UUID.randomUUID();
    private final int first;
    private final Set<Integer> mine = new TreeSet<>();
    private final Set<Integer> leaving = new TreeSet<>();
    private final Set<Turn> turns = new HashSet<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Thread thread;

    Lanes(Leases leases) {
        this.leases = leases;
        this.first = Math.floorMod(replica.hashCode(), COUNT);
    }

    /** Takes this replica's lanes and follows the others from now on; does nothing when it has begun. */
    synchronized void start() {
        if (thread != null) return;
        lookSafely();
        thread = new Thread(this::follow, "bus-lanes");
        thread.setDaemon(true);
        thread.start();
    }

    synchronized Turn turn() {
        held();
        Turn turn = new Turn(Set.copyOf(mine));
        turns.add(turn);
        return turn;
    }

    private synchronized void ended(Turn turn) {
        turns.remove(turn);
    }

    private void follow() {
        try {
            while (!closed.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) lookSafely();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void lookSafely() {
        try {
            look();
        } catch (StoreException e) {
            LOG.debugf("Lanes could not be shared out: %s", e.getMessage());
        }
    }

    /** Compares what this replica has with its share, and gives or takes the difference. */
    void look() {
        leases.take(replica);
        int replicas = Math.max(1, leases.held(REPLICA).size());
        int share = (COUNT + replicas - 1) / replicas;
        Set<String> taken = leases.held(LANE);
        give(leaving(share));
        for (int lane : inOrder()) {
            if (held() >= share) return;
            if (has(lane)) continue;
            // Held already: it ended while the store could not be asked, and was renewed after all as nobody else had
            // taken it.
            if (leases.holds(LANE + lane) || !taken.contains(LANE + lane) && leases.take(LANE + lane)) add(lane);
        }
    }

    private synchronized boolean has(int lane) {
        return mine.contains(lane) || leaving.contains(lane);
    }

    private synchronized void add(int lane) {
        mine.add(lane);
    }

    private synchronized int held() {
        mine.removeIf(lane -> !leases.holds(LANE + lane));
        return mine.size();
    }

    /** What is too much goes into no new turn; returns what no turn has any more. */
    private synchronized List<Integer> leaving(int share) {
        int many = Math.max(0, held() - share);
        mine.stream().skip(mine.size() - many).forEach(leaving::add);
        mine.removeAll(leaving);
        List<Integer> idle = leaving.stream().filter(lane -> !busy(lane)).toList();
        idle.forEach(leaving::remove);
        return idle;
    }

    private boolean busy(int lane) {
        return turns.stream().anyMatch(turn -> turn.lanes().contains(lane));
    }

    private void give(Collection<Integer> lanes) {
        lanes.forEach(lane -> leases.give(LANE + lane));
    }

    /** Replicas that start together begin at different ones. */
    private List<Integer> inOrder() {
        return IntStream.range(0, COUNT).map(i -> (first + i) % COUNT).boxed().toList();
    }

    /** To be called when the workers have ended, and while the store is open; once more does nothing. */
    @PreDestroy
    void close() {
        closed.countDown();
        awaitLastLook();
        List<Integer> all;
        synchronized (this) {
            mine.addAll(leaving);
            all = List.copyOf(mine);
            mine.clear();
            leaving.clear();
        }
        give(all);
        leases.give(replica);
    }

    /** Which would take lanes again. */
    private void awaitLastLook() {
        if (thread == null) return;
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
