package io.serai.hub;

import io.serai.store.Tx;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Table {@code hub_match}. */
final class MatchTable {
    private record Group(String entity, String field) {}

    private MatchTable() {}

    /** The records that own the keys; keys that nobody owns are missing. A key of a record that was merged is its survivor's. */
    static Map<MatchKey, String> owners(Tx tx, Collection<MatchKey> keys) throws SQLException {
        Map<Group, List<String>> groups = new HashMap<>();
        for (MatchKey key : keys)
            groups.computeIfAbsent(new Group(key.entity(), key.field()), group -> new ArrayList<>())
                    .add(key.hash());
        Map<MatchKey, String> owners = new HashMap<>();
        for (Map.Entry<Group, List<String>> each : groups.entrySet()) {
            Group group = each.getKey();
            Sql.in(
                            tx,
                            "SELECT m.value, COALESCE(a.record_id, m.record_id) FROM hub_match m"
                                    + " LEFT JOIN hub_alias a ON a.id = m.record_id"
                                    + " WHERE m.entity = ? AND m.field = ? AND m.value IN",
                            row -> Map.entry(
                                    new MatchKey(group.entity(), group.field(), row.getString(1)), row.getString(2)),
                            each.getValue(),
                            group.entity(),
                            group.field())
                    .forEach(found -> owners.put(found.getKey(), found.getValue()));
        }
        return owners;
    }

    /** Hashes of the values by which a record, and no other, is recognised. */
    static List<String> of(Tx tx, String record) throws SQLException {
        return tx.query("SELECT value FROM hub_match WHERE record_id = ?", row -> row.getString(1), record);
    }

    static void remove(Tx tx, Collection<MatchKey> keys) throws SQLException {
        tx.batch(
                "DELETE FROM hub_match WHERE entity = ? AND field = ? AND value = ?",
                keys.stream()
                        .map(key -> new Object[] {key.entity(), key.field(), key.hash()})
                        .toList());
    }

    /** A key that another record owns stays with it. */
    static void add(Tx tx, Map<MatchKey, String> owners) throws SQLException {
        tx.batch(
                "INSERT INTO hub_match (entity, field, value, record_id) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (entity, field, value) DO NOTHING",
                owners.entrySet().stream()
                        .map(each -> new Object[] {
                            each.getKey().entity(),
                            each.getKey().field(),
                            each.getKey().hash(),
                            each.getValue()
                        })
                        .toList());
    }

    static void move(Tx tx, String goes, String survivor) throws SQLException {
        tx.update("UPDATE hub_match SET record_id = ? WHERE record_id = ?", survivor, goes);
    }
}
