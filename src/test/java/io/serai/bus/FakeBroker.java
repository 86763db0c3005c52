package io.serai.bus;

import io.serai.bus.broker.Broker;
import io.serai.bus.broker.BrokerException;
import io.serai.bus.broker.Received;
import io.serai.bus.broker.Receiver;
import io.serai.bus.broker.Subscription;
import io.serai.message.Message;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** A broker in memory that can be away, lose its consumers' connection, or fail after it has taken messages. */
final class FakeBroker implements Broker {
    private record Raw(Message message, String flaw) {}

    /** One group's queue: what waits, and what is handed over but not acknowledged. */
    private static final class Queue {
        final Deque<Raw> waiting = new ArrayDeque<>();
        final Map<Long, Raw> unacknowledged = new TreeMap<>();
        Consumer<Received> inbox;
        int window;
        long last;
        long connection;
    }

    /** Everything that was ever taken, in order. */
    final List<Message> taken = new ArrayList<>();
    /** The most that one group ever held without acknowledging it. */
    int mostUnacknowledged;

    private final Map<String, Queue> queues = new LinkedHashMap<>();
    private boolean down;
    private int turnedAway;
    private int declared;
    private int lostConfirms;
    private String refusedTopic;
    private String refusedKey;
    private String refusedPlace;
    private final Map<String, Runnable> beforeDeclaring = new ConcurrentHashMap<>();
    private final AtomicReference<Runnable> beforeSending = new AtomicReference<>();
    private final AtomicReference<Runnable> afterDropping = new AtomicReference<>();

    synchronized void down(boolean now) {
        down = now;
        if (now) dropConnections();
    }

    /** How often somebody asked for a group's place. */
    synchronized int declared() {
        return declared;
    }

    /** How often somebody tried while it was away. */
    synchronized int turnedAway() {
        return turnedAway;
    }

    /** The next sends are taken, but their confirms never arrive, as when the connection or this process breaks in between. */
    synchronized void loseConfirms(int sends) {
        lostConfirms = sends;
    }

    /** Messages whose data has this key; null for none. */
    synchronized void refuseKey(String key) {
        refusedKey = key;
    }

    synchronized void refuse(String topic) {
        refusedTopic = topic;
    }

    /** What was not acknowledged is handed over again, and acknowledgements of before have no effect. */
    synchronized void dropConnections() {
        queues.values().forEach(FakeBroker::requeue);
        if (!down) queues.values().forEach(this::handOver);
    }

    /** Something that another client put into the group's queue and that is no message. */
    synchronized void putUnreadable(String topic, String group, Message asFarAsKnown, String flaw) {
        Queue queue = queues.get(topic + '/' + group);
        queue.waiting.add(new Raw(asFarAsKnown, flaw));
        handOver(queue);
    }

    private static void requeue(Queue queue) {
        queue.connection++;
        List<Raw> back = new ArrayList<>(queue.unacknowledged.values());
        for (int i = back.size() - 1; i >= 0; i--) queue.waiting.addFirst(back.get(i));
        queue.unacknowledged.clear();
    }

    /** Who is about to make the group's place does this first, once. */
    void beforeDeclaring(String topic, String group, Runnable action) {
        beforeDeclaring.put(topic + '/' + group, action);
    }

    /** Who is about to send does this first, once. */
    void beforeSending(Runnable action) {
        beforeSending.set(action);
    }

    /** Who has removed a group's place does this next, once. */
    void afterDropping(Runnable action) {
        afterDropping.set(action);
    }

    /** Attempts to make the group's place are refused; null for none. */
    synchronized void refusePlace(String topic, String group) {
        refusedPlace = topic == null ? null : topic + '/' + group;
    }

    @Override
    public synchronized void connect() {
        if (!down) return;
        turnedAway++;
        throw new BrokerException("the broker is away", null);
    }

    @Override
    public void declare(String topic, String group) {
        Runnable first = beforeDeclaring.remove(topic + '/' + group);
        if (first != null) first.run();
        make(topic, group);
    }

    private synchronized void make(String topic, String group) {
        if (down) {
            turnedAway++;
            throw new BrokerException("the broker is away", null);
        }
        declared++;
        if ((topic + '/' + group).equals(refusedPlace)) throw new BrokerException("no right to make it", null);
        queues.computeIfAbsent(topic + '/' + group, key -> new Queue());
    }

    @Override
    public void send(List<Message> messages) {
        Runnable first = beforeSending.getAndSet(null);
        if (first != null) first.run();
        take(messages);
    }

    private synchronized void take(List<Message> messages) {
        if (down) {
            turnedAway++;
            throw new BrokerException("the broker is away", null);
        }
        if (messages.stream()
                .anyMatch(message -> message.data().path("key").asText().equals(refusedKey)))
            throw new IllegalArgumentException("the client does not take " + refusedKey);
        if (messages.stream().anyMatch(message -> message.type().equals(refusedTopic)))
            throw new BrokerException("topic " + refusedTopic + " is refused", null);
        for (Message message : messages) {
            taken.add(message);
            queues.forEach((name, queue) -> {
                if (name.startsWith(message.type() + '/')) queue.waiting.add(new Raw(message, null));
            });
        }
        queues.values().forEach(this::handOver);
        if (lostConfirms > 0) {
            lostConfirms--;
            throw new BrokerException("the confirm did not arrive", null);
        }
    }

    @Override
    public synchronized Subscription subscribe(String topic, String group, int window, Receiver inbox) {
        Queue queue = queues.computeIfAbsent(topic + '/' + group, key -> new Queue());
        queue.inbox = inbox;
        queue.window = window;
        handOver(queue);
        return () -> {
            synchronized (this) {
                queue.inbox = null;
                requeue(queue);
            }
        };
    }

    private void handOver(Queue queue) {
        while (!down && queue.inbox != null && queue.unacknowledged.size() < queue.window && !queue.waiting.isEmpty()) {
            long tag = ++queue.last;
            long connection = queue.connection;
            Raw raw = queue.waiting.poll();
            queue.unacknowledged.put(tag, raw);
            mostUnacknowledged = Math.max(mostUnacknowledged, queue.unacknowledged.size());
            Runnable acknowledge = () -> acknowledge(queue, connection, tag);
            queue.inbox.accept(new Received(raw.message(), Instant.now(), acknowledge, raw.flaw()));
        }
    }

    private synchronized void acknowledge(Queue queue, long connection, long tag) {
        if (down || queue.connection != connection) return;
        if (queue.unacknowledged.remove(tag) == null) throw new IllegalStateException("acknowledged twice");
        handOver(queue);
    }

    @Override
    public void drop(String topic, String group) {
        remove(topic, group);
        Runnable next = afterDropping.getAndSet(null);
        if (next != null) next.run();
    }

    private synchronized void remove(String topic, String group) {
        if (down) throw new BrokerException("the broker is away", null);
        queues.remove(topic + '/' + group);
    }

    @Override
    public synchronized long backlog(String topic, String group) {
        Queue queue = queues.get(topic + '/' + group);
        return down || queue == null ? -1 : queue.waiting.size() + queue.unacknowledged.size();
    }

    @Override
    public int prefetch() {
        return 1_000;
    }

    @Override
    public synchronized boolean connected() {
        return !down;
    }

    @Override
    public void close() {
        // nothing is held
    }
}
