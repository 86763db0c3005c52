package io.serai.bus;

import io.serai.bus.broker.Broker;
import io.serai.bus.broker.BrokerException;
import io.serai.message.Message;
import io.serai.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * Brings the outbox to the broker: each topic's messages in the order of publishing, removed only after the broker has confirmed them
 * (Invariant 2). Of several replicas one does it at a time. While the broker is away the outbox grows in the store.
 */
class Relay {
    private static final Logger LOG = Logger.getLogger(Relay.class);
    private static final int BATCH = 500;

    private final Outbox outbox;
    private final Broker broker;
    private final ConnectionMeter connection;
    private final Topology topology;
    private final BooleanSupplier myTurn;
    private final Duration pollInterval;
    private final Outage outage = new Outage();
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
                return;
            } catch (RuntimeException e) {
                if (!finishing) pauseAfter(e);
            }
        }
    }

    private void rest(Duration atMost) throws InterruptedException {
        if (outage.lasts()) Thread.sleep(atMost.toMillis()); // news do not bring a broker back
        else if (news.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS)) news.drainPermits();
    }

    private void pauseAfter(RuntimeException failure) {
        if (failure instanceof StoreException) LOG.warnf("The outbox could not be read: %s", failure.getMessage());
        else LOG.error("The outbox could not be brought to the broker", failure);
        try {
            Thread.sleep(Duration.ofSeconds(1).toMillis());
        } catch (InterruptedException e) {
            finishing = true;
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
        List<Outbox.Entry> ready = entries.stream()
                .filter(entry -> topology.has(entry.message().type()))
                .toList();
        if (ready.isEmpty()) return false;
        try {
            broker.send(messages(ready));
        } catch (BrokerException e) {
            outage.note(e);
            topology.forget();
            return broker.connected() && eachTopicAlone(ready);
        }
        outbox.remove(ready);
        outage.over();
        return ready.size() == entries.size();
    }

    /** What the broker does not take of one topic must not keep the others from it (Invariant 5). */
    private boolean eachTopicAlone(List<Outbox.Entry> entries) {
        List<String> topics = topics(entries);
        if (topics.size() == 1) return false;
        topology.complete(topics);
        for (String topic : topics) {
            List<Outbox.Entry> ofTopic = entries.stream()
                    .filter(entry -> entry.message().type().equals(topic))
                    .toList();
            try {
                if (!topology.has(topic)) continue;
                broker.send(messages(ofTopic));
                outbox.remove(ofTopic);
            } catch (BrokerException e) {
                outage.note(e);
                if (!broker.connected()) return false;
            }
        }
        return false;
    }

    private static List<String> topics(List<Outbox.Entry> entries) {
        return entries.stream().map(entry -> entry.message().type()).distinct().toList();
    }

    private static List<Message> messages(List<Outbox.Entry> entries) {
        return entries.stream().map(Outbox.Entry::message).toList();
    }
}
