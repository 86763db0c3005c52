package io.serai.journal;

import io.serai.store.Store;
import io.serai.store.Tx;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Queries of the journal, for people: metadata and outcomes, and the raw payload only when asked for by id. */
@Singleton
public class Journeys {
    private final Store store;

    Journeys(Store store) {
        this.store = store;
    }

    /** Newest first, with their steps. */
    public List<Journey> list(JourneyQuery query, int limit) {
        List<String> conditions = new ArrayList<>();
        List<Object> arguments = new ArrayList<>();
        add(conditions, arguments, "system = ?", query.system());
        add(conditions, arguments, "topic = ?", query.topic());
        add(conditions, arguments, "external_id = ?", query.externalId());
        add(conditions, arguments, "received >= ?", query.since());
        add(
                conditions,
                arguments,
                "id IN (SELECT correlation FROM journal_outcome WHERE outcome = ?)",
                query.outcome());
        add(conditions, arguments, "id IN (SELECT correlation FROM journal_outcome WHERE record = ?)", query.record());
        String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
        arguments.add(limit);
        return store.read(tx -> {
            List<String> ids = tx.query(
                    "SELECT id FROM journal" + where + " ORDER BY id DESC LIMIT ?",
                    row -> row.getString(1),
                    arguments.toArray());
            List<Journey> found = new ArrayList<>(ids.size());
            for (String id : ids) find(tx, id).ifPresent(found::add);
            return found;
        });
    }

    public Optional<Journey> show(String id) {
        return store.read(tx -> find(tx, id));
    }

    /** Ids that end so, at most so many: the end of an id is enough for people to name a message. Reads all ids. */
    public List<String> idsEnding(String end, int limit) {
        if (!end.matches("[0-9a-f-]+")) return List.of();
        return store.read(tx ->
                tx.query("SELECT id FROM journal WHERE id LIKE ? LIMIT ?", row -> row.getString(1), "%" + end, limit));
    }

    /** The payload as it was received. */
    public Optional<byte[]> raw(String id) {
        return store.read(tx -> tx.first("SELECT raw FROM journal WHERE id = ?", row -> row.getBytes(1), id));
    }

    private static Optional<Journey> find(Tx tx, String id) throws SQLException {
        List<Journey.Step> steps =
                tx.query("SELECT * FROM journal_outcome WHERE correlation = ? ORDER BY seq", Journeys::step, id);
        return tx.first(
                "SELECT id, received, system, topic, channel, external_id, length(raw) AS bytes, erased, duplicates,"
                        + " last_duplicate, trace FROM journal WHERE id = ?",
                row -> journey(row, steps),
                id);
    }

    private static Journey journey(ResultSet row, List<Journey.Step> steps) throws SQLException {
        long erased = row.getLong("erased");
        long lastDuplicate = row.getLong("last_duplicate");
        return new Journey(
                row.getString("id"),
                Instant.ofEpochMilli(row.getLong("received")),
                row.getString("system"),
                row.getString("topic"),
                row.getString("channel"),
                row.getString("external_id"),
                row.getInt("bytes"),
                erased == 0 ? null : Instant.ofEpochMilli(erased),
                row.getInt("duplicates"),
                lastDuplicate == 0 ? null : Instant.ofEpochMilli(lastDuplicate),
                row.getString("trace"),
                steps);
    }

    private static Journey.Step step(ResultSet row) throws SQLException {
        return new Journey.Step(
                Instant.ofEpochMilli(row.getLong("at")),
                row.getString("message"),
                row.getString("topic"),
                row.getString("grp"),
                row.getString("flow"),
                row.getString("revision"),
                row.getString("mapping"),
                row.getInt("attempt"),
                row.getString("outcome"),
                row.getString("reason"),
                row.getString("detail"),
                row.getString("entity"),
                row.getString("record"),
                row.getString("target"),
                row.getString("target_id"),
                row.getLong("duration"));
    }

    private static void add(List<String> conditions, List<Object> arguments, String condition, Object value) {
        if (value == null) return;
        conditions.add(condition);
        arguments.add(value);
    }
}
