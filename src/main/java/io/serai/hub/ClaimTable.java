package io.serai.hub;

import io.serai.store.Tx;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** Table {@code hub_claim}: records that wait for a match key which another one owns. */
final class ClaimTable {
    private ClaimTable() {}

    static void add(Tx tx, MatchKey key, String record, Instant now) throws SQLException {
        tx.update(
                "INSERT INTO hub_claim (entity, field, value, record_id, at) VALUES (?, ?, ?, ?, ?)"
                        + " ON CONFLICT (entity, field, value, record_id) DO NOTHING",
                key.entity(),
                key.field(),
                key.hash(),
                record,
                now);
    }

    static void remove(Tx tx, MatchKey key, String record) throws SQLException {
        tx.update(
                "DELETE FROM hub_claim WHERE entity = ? AND field = ? AND value = ? AND record_id = ?",
                key.entity(),
                key.field(),
                key.hash(),
                record);
    }

    /** Who has waited longest. */
    static Optional<String> first(Tx tx, MatchKey key) throws SQLException {
        return tx.first(
                "SELECT record_id FROM hub_claim WHERE entity = ? AND field = ? AND value = ? ORDER BY at, record_id LIMIT 1",
                row -> row.getString(1),
                key.entity(),
                key.field(),
                key.hash());
    }

    /** The survivor waits for what the other waited for, but not for itself. */
    static void move(Tx tx, String goes, String survivor) throws SQLException {
        tx.update("""
                INSERT INTO hub_claim (entity, field, value, record_id, at)
                SELECT entity, field, value, ?, at FROM hub_claim WHERE record_id = ?
                ON CONFLICT (entity, field, value, record_id) DO NOTHING""", survivor, goes);
        tx.update("DELETE FROM hub_claim WHERE record_id = ?", goes);
        tx.update("""
                DELETE FROM hub_claim WHERE record_id = ? AND EXISTS (SELECT 1 FROM hub_match m WHERE m.entity = hub_claim.entity
                  AND m.field = hub_claim.field AND m.value = hub_claim.value AND m.record_id = hub_claim.record_id)""", survivor);
    }
}
