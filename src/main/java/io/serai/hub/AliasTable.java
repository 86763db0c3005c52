package io.serai.hub;

import io.serai.store.Tx;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Table {@code hub_alias}: ids of records that were merged into others. */
final class AliasTable {
    private AliasTable() {}

    /** The records that the ids now lead to; ids that are no alias are missing. */
    static Map<String, String> survivors(Tx tx, Collection<String> ids) throws SQLException {
        Map<String, String> survivors = new HashMap<>();
        Sql.in(
                        tx,
                        "SELECT id, record_id FROM hub_alias WHERE id IN",
                        row -> Map.entry(row.getString(1), row.getString(2)),
                        ids)
                .forEach(found -> survivors.put(found.getKey(), found.getValue()));
        return survivors;
    }

    /** The record that the id leads to now, itself if it is no alias. */
    static String survivor(Tx tx, String id) throws SQLException {
        return survivors(tx, List.of(id)).getOrDefault(id, id);
    }

    /** The ids that lead to the records, by alias. */
    static Map<String, String> of(Tx tx, Collection<String> records) throws SQLException {
        Map<String, String> aliases = new HashMap<>();
        Sql.in(
                        tx,
                        "SELECT id, record_id FROM hub_alias WHERE record_id IN",
                        row -> Map.entry(row.getString(1), row.getString(2)),
                        records)
                .forEach(found -> aliases.put(found.getKey(), found.getValue()));
        return aliases;
    }

    static List<String> of(Tx tx, String record) throws SQLException {
        return new ArrayList<>(of(tx, List.of(record)).keySet());
    }

    /** What led to the one that goes leads to the survivor from now on. */
    static void add(Tx tx, String goes, String survivor) throws SQLException {
        tx.update("UPDATE hub_alias SET record_id = ? WHERE record_id = ?", survivor, goes);
        tx.update("INSERT INTO hub_alias (id, record_id) VALUES (?, ?)", goes, survivor);
    }
}
