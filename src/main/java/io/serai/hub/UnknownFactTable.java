package io.serai.hub;

import io.serai.message.Message;
import io.serai.store.Tx;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Table {@code hub_unknown_fact}: which messages told a fact of somebody unknown, by an id that a system gave them. Nothing else may tell it
 * later: the payload need not say of which system the id is, and no outcome names a record.
 */
final class UnknownFactTable {
    private UnknownFactTable() {}

    static void note(Tx tx, Collection<Identity> person, Message message, Instant now) throws SQLException {
        tx.batch(
                "INSERT INTO hub_unknown_fact (entity, system, external_id, message, correlation, at)"
                        + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (entity, system, external_id, message) DO NOTHING",
                person.stream()
                        .map(each -> new Object[] {
                            each.entity(), each.system(), each.externalId(), message.id(), message.correlation(), now
                        })
                        .toList());
    }

    /** Messages about one who is any of these, by id, with the inbound message that each follows from. */
    static Map<String, String> of(Tx tx, Collection<Identity> person) throws SQLException {
        Map<String, String> found = new HashMap<>();
        for (Identity each : person)
            tx.query(
                            "SELECT message, correlation FROM hub_unknown_fact WHERE entity = ? AND system = ? AND external_id = ?",
                            row -> Map.entry(row.getString(1), row.getString(2)),
                            each.entity(),
                            each.system(),
                            each.externalId())
                    .forEach(one -> found.put(one.getKey(), one.getValue()));
        return found;
    }

    static boolean any(Tx tx, Instant before) throws SQLException {
        return tx.first("SELECT 1 FROM hub_unknown_fact WHERE at < ? LIMIT 1", row -> true, before)
                .isPresent();
    }

    /** Some of those that are too old. */
    static void remove(Tx tx, Instant before) throws SQLException {
        tx.update(
                "DELETE FROM hub_unknown_fact WHERE at < ? AND message IN"
                        + " (SELECT message FROM hub_unknown_fact WHERE at < ? ORDER BY at LIMIT 500)",
                before,
                before);
    }
}
