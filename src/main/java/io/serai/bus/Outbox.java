package io.serai.bus;

import io.serai.message.Json;
import io.serai.message.Message;
import io.serai.store.Store;
import io.serai.store.Tx;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/**
 * What was published and is not with the broker yet. A message gets in as part of its publisher's transaction and out once the broker
 * has confirmed it, so killed in between it is sent twice, never lost.
 */
@Singleton
class Outbox {
    /** @param seq its place in the order of publishing */
    record Entry(long seq, Message message) {}

    private static final String INSERT =
            "INSERT INTO bus_outbox (" + MessageColumns.IN_TOPIC + ") VALUES " + Tx.in(MessageColumns.COUNT);
    /** Of topics that nobody reads the messages stay, however many, and are not even looked at. */
    private static final String READY = "SELECT DISTINCT g.topic FROM bus_group g WHERE g.name <> ? AND EXISTS"
            + " (SELECT 1 FROM bus_outbox o WHERE o.topic = g.topic) ORDER BY g.topic";

    private static final String NEXT =
            "SELECT seq, " + MessageColumns.IN_TOPIC + " FROM bus_outbox WHERE topic = ? ORDER BY seq LIMIT ?";

    private final Store store;
    private final Clock clock;

    Outbox(Store store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    void add(Tx tx, List<Message> messages) throws SQLException {
        Instant now = clock.instant();
        tx.batch(
                INSERT,
                messages.stream()
                        .map(message -> MessageColumns.values(message.type(), message, Json.write(message.data()), now))
                        .toList());
    }

    /** Topics that have both messages here and a group that reads them. */
    List<String> readyTopics() {
        return store.read(tx -> tx.query(READY, row -> row.getString(1), Groups.NOBODY));
    }

    /** The oldest ones of the topic, in order. */
    List<Entry> next(String topic, int max) {
        return store.read(tx ->
                tx.query(NEXT, row -> new Entry(row.getLong(1), MessageColumns.message(row, 2, topic)), topic, max));
    }

    /** Returns once the database has forgotten them. */
    void remove(List<Entry> confirmed) {
        List<Object[]> rows =
                confirmed.stream().map(entry -> new Object[] {entry.seq()}).toList();
        store.write(tx -> {
            tx.batch("DELETE FROM bus_outbox WHERE seq = ?", rows);
            return null;
        });
    }
}
