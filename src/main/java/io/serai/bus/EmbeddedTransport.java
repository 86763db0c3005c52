package io.serai.bus;

import io.serai.message.Json;
import io.serai.message.Message;
import io.serai.store.Store;
import io.serai.store.Tx;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The bus in tables of the store: nothing to install. A message is a row per group until that group has settled it; a killed
 * process finds all unsettled rows again.
 */
@Singleton
@Typed(EmbeddedTransport.class)
class EmbeddedTransport implements Transport {
    static final String NAME = "embedded";

    private static final String INSERT =
            "INSERT INTO bus_queue (" + MessageColumns.NAMES + ") VALUES " + Tx.in(MessageColumns.COUNT);
    private static final String FETCH = "SELECT seq, " + MessageColumns.NAMES + " FROM bus_queue WHERE grp = ?";

    private final Store store;
    private final Groups groups;
    private final Signals signals;
    private final Clock clock;

    EmbeddedTransport(Store store, Groups groups, Signals signals, Clock clock) {
        this.store = store;
        this.groups = groups;
        this.signals = signals;
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void start() {
        new TransportChange(store).toEmbedded();
    }

    @Override
    public void stop() {
        // what is unsettled stays in its tables
    }

    @Override
    public void publish(Tx tx, List<Message> messages) throws SQLException {
        Instant now = clock.instant();
        Set<String> topics = new LinkedHashSet<>();
        List<Object[]> rows = new ArrayList<>(messages.size());
        for (Message message : messages) {
            byte[] data = Json.write(message.data());
            for (Group group : groups.of(tx, message.type()))
                rows.add(MessageColumns.values(group, message, data, now));
            topics.add(message.type());
        }
        tx.batch(INSERT, rows);
        tx.afterCommit(() -> topics.forEach(signals::raise));
    }

    @Override
    public List<Delivery> fetch(Group group, Share share, int max) {
        if (share.nothing()) return List.of();
        return store.read(tx -> tx.query(
                FETCH + share.condition() + " ORDER BY seq LIMIT ?",
                row -> delivery(row, group),
                share.arguments(List.of(group.id()), max)));
    }

    @Override
    public void acknowledge(Tx tx, Group group, List<Delivery> deliveries) throws SQLException {
        tx.batch(
                "DELETE FROM bus_queue WHERE seq = ?",
                deliveries.stream()
                        .map(delivery -> new Object[] {delivery.seq()})
                        .toList());
    }

    private static Delivery delivery(java.sql.ResultSet row, Group group) throws SQLException {
        return new Delivery(
                row.getLong(1),
                MessageColumns.part(row, 2),
                MessageColumns.message(row, 2, group.topic()),
                MessageColumns.published(row, 2),
                1,
                false);
    }
}
