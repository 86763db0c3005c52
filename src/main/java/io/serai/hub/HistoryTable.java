package io.serai.hub;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.message.Json;
import io.serai.store.Tx;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Table {@code hub_history}: what happened to a record, by names and ids, never a value. */
final class HistoryTable {
    /** Entries that are kept of a record; now and then there are some more. */
    static final int KEPT = 50;

    private static final int TRIMMED_EVERY = 16;
    private static final String ADD = "INSERT INTO hub_history (record_id, at, version, what, system, message, detail)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?)";
    private static final String TRIM =
            "DELETE FROM hub_history WHERE record_id = ? AND seq <= COALESCE((SELECT seq FROM"
                    + " hub_history WHERE record_id = ? ORDER BY seq DESC LIMIT 1 OFFSET " + KEPT + "), 0)";

    private HistoryTable() {}

    /**
     * @param what change, merge, removal or return
     * @param system that caused it; null for a person
     * @param message that caused it; null for none
     */
    record Entry(String record, long version, String what, String system, String message, ObjectNode detail) {
        Entry of(String another) {
            return new Entry(another, version, what, system, message, detail);
        }
    }

    /** What a message changed, and what it said in vain; null when it did neither. */
    static Entry change(
            HubRecord record,
            boolean created,
            Collection<String> changed,
            List<Loss> losses,
            Stamp stamp,
            String system) {
        if (!created && changed.isEmpty() && losses.isEmpty()) return null;
        ObjectNode detail = JsonNodeFactory.instance.objectNode();
        if (created) detail.put("created", true);
        else if (!changed.isEmpty()) changed.forEach(detail.putArray("changed")::add);
        for (Loss loss : losses) {
            ObjectNode lost = detail.withArray("lost")
                    .addObject()
                    .put("field", loss.path())
                    .put("rule", loss.rule());
            if (loss.system() != null) lost.put("system", loss.system()).put("id", loss.externalId());
        }
        return new Entry(record.id(), record.version(), "change", system, stamp.message(), detail);
    }

    static void add(Tx tx, List<Entry> entries, Instant now) throws SQLException {
        tx.batch(
                ADD,
                entries.stream()
                        .map(each -> new Object[] {
                            each.record(),
                            now,
                            each.version(),
                            each.what(),
                            each.system(),
                            each.message(),
                            Json.text(each.detail())
                        })
                        .toList());
        tx.batch(
                TRIM,
                entries.stream()
                        .filter(each -> each.version() % TRIMMED_EVERY == 0
                                || !each.detail().has("changed"))
                        .filter(each -> !each.detail().has("created"))
                        .map(Entry::record)
                        .distinct()
                        .map(record -> new Object[] {record, record})
                        .toList());
    }

    static List<RecordView.Change> of(Tx tx, String record) throws SQLException {
        return tx.query(
                "SELECT at, version, what, system, message, detail FROM hub_history WHERE record_id = ? ORDER BY seq DESC LIMIT "
                        + KEPT,
                row -> new RecordView.Change(
                        Instant.ofEpochMilli(row.getLong(1)),
                        row.getLong(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        Columns.object(row.getString(6))),
                record);
    }

    static void move(Tx tx, String goes, String survivor) throws SQLException {
        tx.update("UPDATE hub_history SET record_id = ? WHERE record_id = ?", survivor, goes);
    }

    static void erase(Tx tx, String record) throws SQLException {
        tx.update("DELETE FROM hub_history WHERE record_id = ?", record);
    }
}
