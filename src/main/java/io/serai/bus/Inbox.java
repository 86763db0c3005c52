package io.serai.bus;

import io.serai.bus.broker.Received;
import io.serai.message.Message;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a broker handed over to one group in this process and what is not settled yet, in the order of its arrival, shared among the
 * workers by key. As large as the subscription's window,
 * or for a moment twice that after a lost connection. Thread-safe.
 */
class Inbox {
    private record Entry(Delivery delivery, List<Received> handedOver) {
        boolean ours() {
            return handedOver.stream().anyMatch(one -> one.ours().getAsBoolean());
        }
    }

    private final List<TreeMap<Long, Entry>> byWorker;
    private final Map<String, Entry> byId = new HashMap<>();
    private long last;

    Inbox(int workers) {
        this.byWorker =
                Stream.generate(TreeMap<Long, Entry>::new).limit(workers).toList();
    }

    /** A message that is here already was handed over once more, after a lost connection: it keeps its place and is handled once. */
    synchronized void add(Received received) {
        Message message = received.message();
        Entry known = byId.get(key(message));
        if (known != null) {
            known.handedOver().add(received);
            return;
        }
        int part = MessageColumns.part(message);
        Delivery delivery = new Delivery(++last, part, message, received.published(), 1, false);
        Entry entry = new Entry(delivery, new ArrayList<>(List.of(received)));
        byId.put(key(message), entry);
        byWorker.get(part % byWorker.size()).put(delivery.seq(), entry);
    }

    /**
     * The worker's first ones; the same ones again until they are settled. A worker that asks has nothing under way, so what the broker
     * has taken back meanwhile is forgotten.
     */
    synchronized List<Delivery> first(int worker, int max) {
        byWorker.get(worker).values().removeIf(entry -> {
            if (entry.ours()) return false;
            byId.remove(key(entry.delivery().message()));
            return true;
        });
        return byWorker.get(worker).values().stream()
                .limit(max)
                .map(Entry::delivery)
                .toList();
    }

    /** When the oldest of what is here was published; null when nothing is. */
    synchronized Instant oldest() {
        return byId.values().stream()
                .map(entry -> entry.delivery().published())
                .min(Instant::compareTo)
                .orElse(null);
    }

    /** Forgets the deliveries; returns how to tell the broker. */
    synchronized List<Runnable> settle(List<Delivery> deliveries) {
        List<Runnable> acknowledgements = new ArrayList<>(deliveries.size());
        for (Delivery delivery : deliveries) {
            Entry entry = byWorker.get(delivery.part() % byWorker.size()).remove(delivery.seq());
            if (entry == null) continue;
            byId.remove(key(delivery.message()));
            entry.handedOver().forEach(one -> acknowledgements.add(one.acknowledge()));
        }
        return acknowledgements;
    }

    private static String key(Message message) {
        return message.id() + ' ' + message.source();
    }
}
