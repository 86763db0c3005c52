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

    Bus(Store store, Transport transport, Ids ids, BusMetrics metrics) {
        this.store = store;
        this.transport = transport;
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

    /** A record of the hub is named by its id; a message that is passed on to its own topic keeps its id. */
    private Message message(String topic, Item item) {
        Message from = item.message();
        String record = item.note(Note.RECORD);
        String id = from.type().equals(topic) ? from.id() : ids.next();
        return from.next(id, topic, record == null ? from.subject() : record, item.body());
    }
}
