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

/** Table {@code hub_record}. */
final class RecordTable {
    private static final String SAVE = """
            INSERT INTO hub_record (id, entity, version, data, provenance, source_time, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET version = excluded.version, data = excluded.data, provenance = excluded.provenance,
              source_time = excluded.source_time, updated_at = excluded.updated_at""";

    private RecordTable() {}

    /** By id, without where their fields came from: for who only reads the values. The unknown ones are missing. */
    static Map<String, HubRecord> values(Tx tx, Collection<String> ids) throws SQLException {
        Map<String, HubRecord> records = new HashMap<>();
        Sql.in(
                        tx,
                        "SELECT id, entity, version, data, '[]', source_time, forgotten_at FROM hub_record WHERE id IN",
                        RecordTable::read,
                        ids)
                .forEach(found -> records.put(found.id(), found));
        return records;
    }

    /** By id; the unknown ones are missing. */
    static Map<String, HubRecord> load(Tx tx, Collection<String> ids) throws SQLException {
        Map<String, HubRecord> records = new HashMap<>();
        Sql.in(
                        tx,
                        "SELECT id, entity, version, data, provenance, source_time, forgotten_at FROM hub_record"
                                + " WHERE id IN",
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
                row.getObject(7) != null);
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
                            now
                        })
                        .toList());
    }

    /** @param forgotten null unless it is a tombstone */
    record Times(Instant updated, Instant forgotten) {}

    static Times times(Tx tx, String id) throws SQLException {
        return tx.first(
                        "SELECT updated_at, forgotten_at FROM hub_record WHERE id = ?",
                        row -> new Times(
                                Instant.ofEpochMilli(row.getLong(1)),
                                row.getObject(2) == null ? null : Instant.ofEpochMilli(row.getLong(2))),
                        id)
                .orElseThrow();
    }

    /** Leaves a tombstone. */
    static void erase(Tx tx, String id, Instant now) throws SQLException {
        tx.update(
                "UPDATE hub_record SET version = version + 1, data = '{}', provenance = '[]', updated_at = ?,"
                        + " forgotten_at = ? WHERE id = ?",
                now,
                now,
                id);
    }
}
