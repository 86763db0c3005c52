package io.serai.bus;

import io.serai.bus.broker.Broker;
import io.serai.bus.broker.BrokerException;
import io.serai.message.Message;
import io.serai.store.StoreException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Brings the outbox to the broker: each topic's messages in the order of publishing, removed only after the broker has confirmed them
 * (Invariant 2). Of several replicas one does it at a time. While the broker is away the outbox grows in the store.
 */
class Relay {
    private static final Logger LOG = Logger.getLogger(Relay.class);
    private static final int BATCH = 500;
    /** A broker that refuses says so at once; one that takes longer is not well, and smaller parts would not help. */
    private static final long REFUSAL_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Outbox outbox;
    private final Broker broker;
    private final ConnectionMeter connection;
    private final Topology topology;
    private final BooleanSupplier myTurn;
    private final Duration pollInterval;
    private final Outage outage = new Outage();
    private final Map<Long, Key> refused = new HashMap<>();
    private final Semaphore news = new Semaphore(0);
    private final Thread thread = new Thread(this::run, "bus-relay");
    private volatile boolean finishing;

    /** @param myTurn whether this replica is the one that relays now; asked before each batch */
    Relay(
            Outbox outbox,
            Broker broker,
            ConnectionMeter connection,
            Topology topology,
            BooleanSupplier myTurn,
            Duration pollInterval) {
        this.outbox = outbox;
        this.broker = broker;
        this.connection = connection;
        this.topology = topology;
        this.myTurn = myTurn;
        this.pollInterval = pollInterval;
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Something was published in this process; quick and from any thread. */
    void wake() {
        if (news.availablePermits() == 0) news.release();
    }

    /** Returns when the batch that is under way has ended, or was given up: it is sent again by the next process then. */
    void finish() {
        finishing = true;
        wake();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(10));
            thread.interrupt();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!finishing) {
            try {
                if (!tryToPass()) rest(outage.wait(pollInterval));
            } catch (InterruptedException e) {
                LOG.debug("The relay was interrupted"); // only finish() ends it
            } catch (RuntimeException | Error e) {
                if (!finishing) pauseAfter(e); // a relay that ended would keep its lease, and no other replica relay
            }
        }
    }

    private void rest(Duration atMost) throws InterruptedException {
        if (outage.lasts()) Thread.sleep(atMost.toMillis()); // news do not bring a broker back
        else if (news.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS)) news.drainPermits();
    }

    private void pauseAfter(Throwable failure) {
        if (failure instanceof StoreException) LOG.warnf("The outbox could not be read: %s", failure.getMessage());
        else LOG.error("The outbox could not be brought to the broker", failure);
        try {
            Thread.sleep(Duration.ofSeconds(1).toMillis());
        } catch (InterruptedException e) {
            LOG.debug("The relay was interrupted while it paused");
        }
    }

    private boolean tryToPass() {
        try {
            return pass();
        } catch (BrokerException e) {
            outage.note(e);
            return false;
        }
    }

    /** Every topic once; true when there may be more at once. */
    private boolean pass() {
        connection.look();
        List<String> waiting = myTurn.getAsBoolean() ? outbox.readyTopics() : List.of();
        topology.complete(waiting);
        List<String> topics = waiting.stream().filter(topology::has).toList();
        if (topics.isEmpty()) {
            if (topology.isComplete() && broker.connected()) outage.over();
            return false;
        }
        int share = Math.max(1, BATCH / topics.size());
        List<List<Outbox.Entry>> shares =
                topics.stream().map(topic -> outbox.next(topic, share)).toList();
        boolean sent = relay(shares.stream().flatMap(List::stream).toList());
        return sent && shares.stream().anyMatch(one -> one.size() == share);
    }

    /** Groups are declared after the messages were read: one that is new since then gets no message that it is not there for. */
    private boolean relay(List<Outbox.Entry> entries) {
        topology.complete(topics(entries));
        refused.keySet().retainAll(entries.stream().map(Outbox.Entry::seq).collect(Collectors.toSet()));
        List<Outbox.Entry> ready = entries.stream()
                .filter(entry -> topology.has(entry.message().type()))
                .toList();
        if (ready.isEmpty()) return false;
        boolean goesOn = inParts(ready.stream().filter(this::free).toList());
        for (Outbox.Entry entry : ready)
            if (goesOn && refused.containsKey(entry.seq())) goesOn = inParts(List.of(entry));
        boolean all = goesOn && refused.isEmpty();
        if (all) outage.over();
        else topology.forget(topics(ready));
        return all && ready.size() == entries.size();
    }

    /** False for what was refused, and for what would overtake it. */
    private boolean free(Outbox.Entry entry) {
        return !refused.containsKey(entry.seq()) && !refused.containsValue(Key.of(entry.message()));
    }

    /**
     * What the broker does not take must not keep the rest from it (Invariant 5): ever smaller parts, down to what it refuses.
     *
     * @return false when the broker went away, or a group's place: nothing more may be sent then, as it would overtake what was not
     */
    private boolean inParts(List<Outbox.Entry> entries) {
        if (entries.isEmpty()) return true;
        long began = System.nanoTime();
        if (send(entries)) {
            if (!topology.kept(topics(entries))) return false; // a group may have missed them: they are sent again
            outbox.remove(entries);
            entries.forEach(entry -> refused.remove(entry.seq()));
            return true;
        }
        if (!broker.connected() || finishing || System.nanoTime() - began > REFUSAL_NANOS) return false;
        if (entries.size() == 1) {
            refused.put(entries.get(0).seq(), Key.of(entries.get(0).message()));
            return true;
        }
        int middle = entries.size() / 2;
        return inParts(entries.subList(0, middle))
                && inParts(entries.subList(middle, entries.size()).stream()
                        .filter(this::free)
                        .toList());
    }

    private boolean send(List<Outbox.Entry> entries) {
        try {
            broker.send(messages(entries));
            return true;
        } catch (BrokerException e) {
            outage.note(e);
        } catch (RuntimeException e) {
            outage.note(new BrokerException(
                    "its client refused a message: " + e.getClass().getName(), e));
        }
        return false;
    }

    /** What must stay in order. */
    private record Key(String topic, String subject) {
        static Key of(Message message) {
            return new Key(message.type(), message.subject() == null ? message.id() : message.subject());
        }
    }

    private static List<String> topics(List<Outbox.Entry> entries) {
        return entries.stream().map(entry -> entry.message().type()).distinct().toList();
    }

    private static List<Message> messages(List<Outbox.Entry> entries) {
        return entries.stream().map(Outbox.Entry::message).toList();
    }
}
