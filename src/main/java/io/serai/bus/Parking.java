package io.serai.bus;

import io.serai.message.Json;
import io.serai.message.LinkKey;
import io.serai.message.Outcome;
import io.serai.message.Waiting;
import io.serai.store.Store;
import io.serai.store.Tx;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Messages that wait for their next attempt, for every transport in the store. */
@Singleton
class Parking implements Waiting {
    private static final String PARK = "INSERT INTO bus_parked (" + MessageColumns.NAMES
            + ", attempt, parked, due, awaits, reason, detail) VALUES " + Tx.in(MessageColumns.COUNT + 6)
            + " ON CONFLICT (grp, id) DO UPDATE SET attempt = excluded.attempt, due = excluded.due,"
            + " awaits = excluded.awaits, reason = excluded.reason, detail = excluded.detail";
    private static final String DUE =
            "SELECT seq, attempt, " + MessageColumns.NAMES + " FROM bus_parked p WHERE grp = ? AND due <= ?";
    private static final String FIRST_OF_KEY = " AND NOT EXISTS (SELECT 1 FROM bus_parked e WHERE e.grp = p.grp"
            + " AND e.subject = p.subject AND e.source = p.source AND e.seq < p.seq)";
    private static final String IN_ORDER = " ORDER BY due, seq LIMIT ?";

    private final Store store;
    private final RetryPolicy policy;
    private final Clock clock;

    Parking(Store store, RetryPolicy policy, Clock clock) {
        this.store = store;
        this.policy = policy;
        this.clock = clock;
    }

    /** Parks the delivery, again if it was parked before; one that a broker handed over twice is parked once. */
    void park(Tx tx, Group group, Delivery delivery, Outcome outcome) throws SQLException {
        Instant due = Block.HELD.equals(outcome.reason()) ? clock.instant() : policy.due(delivery, outcome);
        String awaits = outcome.awaits() == null ? null : outcome.awaits().toString();
        if (delivery.parked())
            tx.update(
                    "UPDATE bus_parked SET attempt = ?, due = ?, awaits = ?, reason = ?, detail = ? WHERE seq = ?",
                    policy.nextAttempt(delivery, outcome),
                    due,
                    awaits,
                    outcome.reason(),
                    outcome.detail(),
                    delivery.seq());
        else
            tx.update(
                    PARK,
                    MessageColumns.values(
                            group,
                            delivery.message(),
                            Json.write(delivery.message().data()),
                            delivery.published(),
                            policy.nextAttempt(delivery, outcome),
                            clock.instant(),
                            due,
                            awaits,
                            outcome.reason(),
                            outcome.detail()));
    }

    /**
     * The due ones that this worker is responsible for; the same ones again until they are settled.
     *
     * @param firstOfKeyOnly leaves out those before which another one of their key is parked, due or not
     */
    List<Delivery> due(Group group, Share share, int max, boolean firstOfKeyOnly) {
        if (share.nothing()) return List.of();
        return store.read(tx -> tx.query(
                DUE + share.condition() + (firstOfKeyOnly ? FIRST_OF_KEY : "") + IN_ORDER,
                row -> new Delivery(
                        row.getLong(1),
                        MessageColumns.part(row, 3),
                        MessageColumns.message(row, 3, group.topic()),
                        MessageColumns.published(row, 3),
                        row.getInt(2),
                        true),
                share.arguments(List.of(group.id(), clock.instant()), max)));
    }

    void remove(Tx tx, List<Delivery> deliveries) throws SQLException {
        tx.batch(
                "DELETE FROM bus_parked WHERE seq = ?",
                deliveries.stream()
                        .map(delivery -> new Object[] {delivery.seq()})
                        .toList());
    }

    @Override
    public boolean any() {
        return store.read(tx -> tx.first("SELECT 1 FROM bus_parked WHERE awaits IS NOT NULL LIMIT 1", row -> true))
                .isPresent();
    }

    @Override
    public void released(Collection<LinkKey> links) {
        Instant now = clock.instant();
        store.write(tx -> {
            tx.batch(
                    "UPDATE bus_parked SET due = ?, awaits = NULL WHERE awaits = ?",
                    links.stream()
                            .map(link -> new Object[] {now, link.toString()})
                            .toList());
            return null;
        });
    }
}
