package io.serai.hub;

import io.serai.message.Message;
import io.serai.store.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Table {@code hub_unknown_fact}: which messages told a fact of somebody unknown, by an id that a system gave them. Nothing else may tell it
 * later: the payload need not say of which system the id is, and no outcome names a record.
 */
final class UnknownFactTable {
    static final int PAGE = 500;

    /**
     * @param at when it was told last
     * @param correlation the inbound message that it follows from
     */
    record Told(long at, String message, String correlation) {
        static final Told FIRST = new Told(0, "", "");

        private static Told read(ResultSet row) throws SQLException {
            return new Told(row.getLong(1), row.getString(2), row.getString(3));
        }
    }

    private UnknownFactTable() {}

    static void note(Tx tx, Collection<Identity> person, Message message, Instant now) throws SQLException {
        tx.batch(
                "INSERT INTO hub_unknown_fact (entity, system, external_id, message, correlation, at)"
                        + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (entity, system, external_id, message)"
                        + " DO UPDATE SET at = excluded.at",
                person.stream()
                        .map(each -> new Object[] {
                            each.entity(), each.system(), each.externalId(), message.id(), message.correlation(), now
                        })
                        .toList());
    }

    /** Messages about one who is any of these. */
    static List<Told> of(Tx tx, Collection<Identity> person) throws SQLException {
        List<Told> found = new ArrayList<>();
        for (Identity each : person)
            found.addAll(tx.query(
                    "SELECT at, message, correlation FROM hub_unknown_fact WHERE entity = ? AND system = ? AND external_id = ?",
                    Told::read,
                    each.entity(),
                    each.system(),
                    each.externalId()));
        return found;
    }

    /** Some that were told before then, in order. */
    static List<Told> page(Tx tx, Instant before, Told after) throws SQLException {
        return tx.query(
                "SELECT DISTINCT at, message, correlation FROM hub_unknown_fact WHERE at < ? AND (at, message) > (?, ?)"
                        + " ORDER BY at, message LIMIT " + PAGE,
                Told::read,
                before,
                after.at(),
                after.message());
    }

    /** Whomever they are about by another meaning of the id, too; not those that were told again meanwhile. */
    static void remove(Tx tx, List<Told> messages) throws SQLException {
        tx.batch(
                "DELETE FROM hub_unknown_fact WHERE at = ? AND message = ?",
                messages.stream()
                        .map(each -> new Object[] {each.at(), each.message()})
                        .toList());
    }
}
