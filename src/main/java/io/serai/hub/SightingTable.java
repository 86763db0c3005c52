package io.serai.hub;

import io.serai.store.Store;
import io.serai.store.Tx;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Table {@code hub_sighting}: what a reading has shown. */
final class SightingTable {
    /** So many rows in one transaction, as others wait for it. */
    private static final int CHUNK = 5000;

    private static final String NOTE = """
            INSERT INTO hub_sighting (entity, system, begun, external_id) VALUES (?, ?, ?, ?)
            ON CONFLICT (entity, system, begun, external_id) DO NOTHING""";
    private static final String CLEAR = """
            DELETE FROM hub_sighting WHERE entity = ? AND system = ? AND begun = ? AND external_id IN
              (SELECT external_id FROM hub_sighting WHERE entity = ? AND system = ? AND begun = ? LIMIT %d)""".formatted(CHUNK);
    private static final String KNOWN = """
            SELECT external_id FROM hub_link
            WHERE entity = ? AND system = ? AND external_id > ? AND gone_at IS NULL AND data IS NOT NULL AND linked_at < ?
            ORDER BY external_id LIMIT %d""".formatted(CHUNK);

    private static final String GONE = """
            SELECT external_id FROM hub_link
            WHERE entity = ? AND system = ? AND external_id > ? AND gone_at < ? AND gone_into IS NULL
            ORDER BY external_id LIMIT %d""".formatted(CHUNK);

    private SightingTable() {}

    static void note(Tx tx, Census census, Collection<String> ids) throws SQLException {
        tx.batch(
                NOTE,
                ids.stream()
                        .map(id -> new Object[] {census.entity(), census.system(), census.begun(), id})
                        .toList());
    }

    static long count(Tx tx, Census census) throws SQLException {
        return tx.first(
                        "SELECT COUNT(*) FROM hub_sighting WHERE entity = ? AND system = ? AND begun = ?",
                        row -> row.getLong(1),
                        census.entity(),
                        census.system(),
                        census.begun())
                .orElseThrow();
    }

    /**
     * Ids of objects that the system told of before the reading began, and that are not known to be gone: in order, those behind an id.
     *
     * @return empty when there are no more
     */
    static List<String> known(Tx tx, Census census, String behind) throws SQLException {
        return tx.query(KNOWN, row -> row.getString(1), census.entity(), census.system(), behind, census.begun());
    }

    /**
     * Ids of objects that were taken as deleted before the reading began: in order, those behind an id.
     *
     * @return empty when there are no more
     */
    static List<String> gone(Tx tx, Census census, String behind) throws SQLException {
        return tx.query(GONE, row -> row.getString(1), census.entity(), census.system(), behind, census.begun());
    }

    /** Which of the ids the reading has shown. One query for all would be at the mercy of a planner that knows nothing yet of rows so new. */
    static Set<String> shown(Tx tx, Census census, Collection<String> ids) throws SQLException {
        return new HashSet<>(Sql.in(
                tx,
                "SELECT external_id FROM hub_sighting WHERE entity = ? AND system = ? AND begun = ? AND external_id IN",
                row -> row.getString(1),
                ids,
                census.entity(),
                census.system(),
                census.begun()));
    }

    /** Forgets what all readings of the system have shown. */
    static void clear(Store store, String entity, String system) {
        List<Long> all = store.read(tx -> tx.query(
                "SELECT DISTINCT begun FROM hub_sighting WHERE entity = ? AND system = ?",
                row -> row.getLong(1),
                entity,
                system));
        for (long begun : all) clear(store, entity, system, begun);
    }

    static void clear(Store store, Census census) {
        clear(store, census.entity(), census.system(), census.begun().toEpochMilli());
    }

    private static void clear(Store store, String entity, String system, long begun) {
        int deleted;
        do {
            deleted = store.write(tx -> tx.update(CLEAR, entity, system, begun, entity, system, begun));
        } while (deleted == CHUNK);
    }
}
