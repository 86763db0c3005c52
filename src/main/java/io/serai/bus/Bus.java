package io.serai.bus;

import io.serai.message.Ids;
import io.serai.message.Item;
import io.serai.message.Message;
import io.serai.message.Note;
import io.serai.store.Store;
import jakarta.inject.Singleton;
import java.util.List;

/** Publishes records; joins the transaction of the calling thread if there is one. */
@Singleton
public class Bus {
    private final Store store;
    private final Transport transport;
    private final Ids ids;
    private final BusMetrics metrics;
    private final Delays delays;

    Bus(Store store, Transport transport, Delays delays, Ids ids, BusMetrics metrics) {
        this.store = store;
        this.transport = transport;
        this.delays = delays;
        this.ids = ids;
        this.metrics = metrics;
    }

    /** Publishes one message for each item; returns once they are as durable as the transaction that they belong to. */
    public void publish(String topic, List<Item> items) {
        if (items.isEmpty()) return;
        List<Message> messages =
                items.stream().map(item -> message(topic, item)).toList();
        store.write(tx -> {
            transport.publish(tx, messages);
            tx.afterCommit(() -> metrics.published(topic, messages.size()));
            return null;
        });
    }

    /**
     * As {@link #publish}, but the topic's groups see the messages only when they are due.
     *
     * @throws IllegalArgumentException when there is a key and a message that is about nothing
     */
    void publish(String topic, List<Item> items, Delay delay) {
        if (items.isEmpty()) return;
        List<Message> messages =
                items.stream().map(item -> message(topic, item)).toList();
        if (delay.key() != null) messages.forEach(message -> subject(topic, message.subject()));
        store.write(tx -> {
            delays.add(tx, messages, delay);
            tx.afterCommit(() -> metrics.published(topic, messages.size()));
            return null;
        });
    }

    /** Takes back the delayed messages with the key that are about what the items are about. */
    void cancel(String topic, String key, List<Item> items) {
        if (key == null) throw new IllegalArgumentException("bus:" + topic + "?cancel=true needs a delayKey");
        if (items.isEmpty()) return;
        List<String> subjects =
                items.stream().map(item -> subject(topic, subject(item))).toList();
        store.write(tx -> {
            delays.cancel(tx, topic, key, subjects);
            return null;
        });
    }

    private static String subject(String topic, String subject) {
        if (subject != null) return subject;
        throw new IllegalArgumentException("bus:" + topic
                + ": a delayKey needs a message that has a subject, or the record of an earlier hub: step");
    }

    /** A record of the hub is named by its id; a message that is passed on to its own topic keeps its id. */
    private Message message(String topic, Item item) {
        Message from = item.message();
        String id = from.type().equals(topic) ? from.id() : ids.next();
        Message next = from.next(id, topic, subject(item), item.body());
        return item.note(Note.SOURCE) == null ? next : next.from(item.note(Note.SOURCE));
    }

    private static String subject(Item item) {
        String record = item.note(Note.RECORD);
        return record == null ? item.message().subject() : record;
    }
}
