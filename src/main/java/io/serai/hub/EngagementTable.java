package io.serai.hub;

import io.serai.message.Json;
import io.serai.store.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Table {@code hub_engagement}: facts are added, handed on with the person that they belong to, and erased; never changed. */
final class EngagementTable {
    /** What is known of a type: how often, worth how much, and when last. */
    record Count(String type, long count, long points, Instant last) {}

    private static final String ADD =
            "INSERT INTO hub_engagement (id, person, entity, match_field, match_value, type, system,"
                    + " campaign, points, at, detail, message) VALUES " + Tx.in(12) + " ON CONFLICT (id) DO NOTHING";
    private static final String WAITING =
            "SELECT 1 FROM hub_engagement WHERE person IS NULL AND entity = ? AND match_field IS NOT NULL LIMIT 1";
    private static final String ADOPT = "UPDATE hub_engagement SET person = ? WHERE person IS NULL AND entity = ?"
            + " AND match_field = ? AND match_value = ?";
    private static final String DROP =
            "DELETE FROM hub_engagement WHERE person IS NULL AND entity = ? AND match_field = ? AND match_value = ?";
    private static final String HISTORY = "SELECT type, system, campaign, points, at, detail FROM hub_engagement"
            + " WHERE person = ? AND at >= ? ORDER BY at DESC, id LIMIT ?";
    private static final String COUNTS = "SELECT type, COUNT(*), SUM(points), MAX(at) FROM hub_engagement"
            + " WHERE person = ? AND at >= ? GROUP BY type ORDER BY type";

    private static final String OLD = "at < ? OR person IS NULL AND at < ?";

    private EngagementTable() {}

    /**
     * Adds the fact; false when it is there already.
     *
     * @param person null while nobody is known by the key
     * @param key null where the person is known
     */
    static boolean add(Tx tx, String id, String person, String entity, MatchKey key, Fact fact, String message)
            throws SQLException {
        return tx.update(
                        ADD,
                        id,
                        person,
                        entity,
                        key == null ? null : key.field(),
                        key == null ? null : key.hash(),
                        fact.type(),
                        fact.system(),
                        fact.campaign(),
                        fact.points(),
                        fact.at(),
                        fact.detail() == null ? null : Json.text(fact.detail()),
                        message)
                == 1;
    }

    /** Facts that waited for somebody who is known by one of the keys now. */
    static void adopt(Tx tx, Map<MatchKey, String> owners) throws SQLException {
        for (String entity :
                owners.keySet().stream().map(MatchKey::entity).distinct().toList()) {
            if (tx.first(WAITING, row -> true, entity).isEmpty()) continue;
            tx.batch(
                    ADOPT,
                    owners.entrySet().stream()
                            .filter(each -> each.getKey().entity().equals(entity))
                            .map(each -> new Object[] {
                                each.getValue(),
                                entity,
                                each.getKey().field(),
                                each.getKey().hash()
                            })
                            .toList());
        }
    }

    /** Facts that waited for somebody who is forgotten. */
    static void drop(Tx tx, Collection<MatchKey> keys) throws SQLException {
        tx.batch(
                DROP,
                keys.stream()
                        .map(key -> new Object[] {key.entity(), key.field(), key.hash()})
                        .toList());
    }

    /** Two persons turned out to be one. */
    static void move(Tx tx, String from, String into) throws SQLException {
        tx.update("UPDATE hub_engagement SET person = ? WHERE person = ?", into, from);
    }

    static void erase(Tx tx, String person) throws SQLException {
        tx.update("DELETE FROM hub_engagement WHERE person = ?", person);
    }

    /** Some of those that are too old, of unknown persons sooner; none when there are no more. */
    static List<String> old(Tx tx, Instant before, Instant unknownBefore) throws SQLException {
        return tx.query(
                "SELECT id FROM hub_engagement WHERE " + OLD + " LIMIT 500",
                row -> row.getString(1),
                before,
                unknownBefore);
    }

    static void remove(Tx tx, List<String> ids, Instant before, Instant unknownBefore) throws SQLException {
        tx.batch(
                "DELETE FROM hub_engagement WHERE id = ? AND (" + OLD + ")",
                ids.stream().map(id -> new Object[] {id, before, unknownBefore}).toList());
    }

    /** Newest first. */
    static List<Fact> history(Tx tx, String person, Instant since, int limit) throws SQLException {
        return tx.query(HISTORY, EngagementTable::fact, person, since, limit);
    }

    static List<Count> counts(Tx tx, String person, Instant since) throws SQLException {
        return tx.query(
                COUNTS,
                row -> new Count(
                        row.getString(1), row.getLong(2), row.getLong(3), Instant.ofEpochMilli(row.getLong(4))),
                person,
                since);
    }

    private static Fact fact(ResultSet row) throws SQLException {
        String detail = row.getString(6);
        return new Fact(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getLong(4),
                Instant.ofEpochMilli(row.getLong(5)),
                detail == null ? null : Columns.object(detail));
    }
}
