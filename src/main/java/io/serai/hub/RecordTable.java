package io.serai.hub;

import io.serai.message.Json;
import io.serai.store.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Table {@code hub_record}. */
final class RecordTable {
    private static final String SAVE = """
            INSERT INTO hub_record (id, entity, version, data, provenance, source_time, updated_at, gone_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET version = excluded.version, data = excluded.data, provenance = excluded.provenance,
              source_time = excluded.source_time, updated_at = excluded.updated_at,
              gone_at = CASE WHEN excluded.gone_at IS NULL THEN NULL ELSE COALESCE(hub_record.gone_at, excluded.gone_at) END""";

    private RecordTable() {}

    /** By id, without where their fields came from: for who only reads the values. The unknown ones are missing. */
    static Map<String, HubRecord> values(Tx tx, Collection<String> ids) throws SQLException {
        Map<String, HubRecord> records = new HashMap<>();
        Sql.in(
                        tx,
                        "SELECT id, entity, version, data, '[]', source_time, forgotten_at, gone_at FROM hub_record WHERE id IN",
                        RecordTable::read,
                        ids)
                .forEach(found -> records.put(found.id(), found));
        return records;
    }

    /** By the ids that were asked for, where those may be of records that were merged into others; the unknown ones are missing. */
    static Map<String, HubRecord> named(Tx tx, Collection<String> ids) throws SQLException {
        return named(tx, ids, RecordTable::values);
    }

    /** The same, with where their fields came from. */
    static Map<String, HubRecord> namedWhole(Tx tx, Collection<String> ids) throws SQLException {
        return named(tx, ids, RecordTable::load);
    }

    private interface Reading {
        Map<String, HubRecord> read(Tx tx, Collection<String> ids) throws SQLException;
    }

    private static Map<String, HubRecord> named(Tx tx, Collection<String> ids, Reading reading) throws SQLException {
        Map<String, HubRecord> records = new HashMap<>(reading.read(tx, ids));
        List<String> missing =
                ids.stream().filter(id -> !records.containsKey(id)).toList();
        if (missing.isEmpty()) return records;
        Map<String, String> survivors = AliasTable.survivors(tx, missing);
        if (survivors.isEmpty()) return records;
        Map<String, HubRecord> found = reading.read(tx, Set.copyOf(survivors.values()));
        survivors.forEach((alias, survivor) -> {
            if (found.containsKey(survivor)) records.put(alias, found.get(survivor)); // else merged again meanwhile
        });
        return records;
    }

    /** By id; the unknown ones are missing. */
    static Map<String, HubRecord> load(Tx tx, Collection<String> ids) throws SQLException {
        Map<String, HubRecord> records = new HashMap<>();
        Sql.in(
                        tx,
                        "SELECT id, entity, version, data, provenance, source_time, forgotten_at, gone_at"
                                + " FROM hub_record WHERE id IN",
                        RecordTable::read,
                        ids)
                .forEach(found -> records.put(found.id(), found));
        return records;
    }

    private static HubRecord read(ResultSet row) throws SQLException {
        return new HubRecord(
                row.getString(1),
                row.getString(2),
                row.getLong(3),
                Columns.object(row.getString(4)),
                Columns.provenance(row.getString(5)),
                row.getLong(6),
                row.getObject(7) != null,
                row.getObject(8) != null);
    }

    static void save(Tx tx, List<HubRecord> records, Instant now) throws SQLException {
        tx.batch(
                SAVE,
                records.stream()
                        .map(each -> new Object[] {
                            each.id(),
                            each.entity(),
                            each.version(),
                            Json.text(each.data()),
                            Columns.provenance(each.provenance()),
                            each.sourceTime(),
                            now,
                            each.gone() ? now : null
                        })
                        .toList());
    }

    /**
     * @param forgotten null unless it is a tombstone
     * @param gone null while a system has it
     */
    record Times(Instant updated, Instant forgotten, Instant gone) {}

    static Times times(Tx tx, String id) throws SQLException {
        return tx.first(
                        "SELECT updated_at, forgotten_at, gone_at FROM hub_record WHERE id = ?",
                        row -> new Times(Instant.ofEpochMilli(row.getLong(1)), time(row, 2), time(row, 3)),
                        id)
                .orElseThrow();
    }

    private static Instant time(ResultSet row, int column) throws SQLException {
        return row.getObject(column) == null ? null : Instant.ofEpochMilli(row.getLong(column));
    }

    static void remove(Tx tx, String id) throws SQLException {
        tx.update("DELETE FROM hub_record WHERE id = ?", id);
    }

    /** Leaves a tombstone. */
    static void erase(Tx tx, String id, long version, Instant now) throws SQLException {
        tx.update(
                "UPDATE hub_record SET version = ?, data = '{}', provenance = '[]', updated_at = ?, gone_at = NULL,"
                        + " forgotten_at = COALESCE(forgotten_at, ?) WHERE id = ?",
                version,
                now,
                now,
                id);
    }
}
