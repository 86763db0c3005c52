package io.serai.bus;

import io.serai.message.Json;
import io.serai.message.Outcome;
import io.serai.message.Priority;
import io.serai.message.Traces;
import io.serai.store.Store;
import io.serai.store.Tx;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Messages that were given up, with the reason and all that a replay needs. They never expire.
 *
 * <p>A replay puts the original message, with its original id and source time, back before the group that gave it up; the stale
 * gates of its flow then see to it that nothing newer is overwritten (Invariant 4).
 */
@Singleton
public class DeadLetters {
    private static final String BURY = "INSERT INTO bus_dead (" + MessageColumns.NAMES
            + ", attempt, died, flow, revision, reason, detail) VALUES " + Tx.in(MessageColumns.COUNT + 6)
            + " ON CONFLICT (grp, id) DO UPDATE SET attempt = excluded.attempt, died = excluded.died, flow = excluded.flow,"
            + " revision = excluded.revision, reason = excluded.reason, detail = excluded.detail WHERE bus_dead.reason <> '"
            + Traces.ERASED + "'";
    /** Less urgent than what is live; what was less urgent before remains so. */
    private static final String REPLAY = "INSERT INTO bus_parked (" + MessageColumns.NAMES
            + ", attempt, parked, due, reason) SELECT d.grp, d.part, d.id, d.source, d.subject, d.time, d.correlation,"
            + " ?, d.data, CASE WHEN d.priority > " + Priority.REPLAY.ordinal() + " THEN d.priority ELSE "
            + Priority.REPLAY.ordinal() + " END, d.trace, 1, ?, ?, 'replayed'";

    private static final String OVER_PARKED =
            " ON CONFLICT (grp, id) DO UPDATE SET published = excluded.published, priority = excluded.priority,"
                    + " attempt = excluded.attempt, due = excluded.due, awaits = NULL, reason = excluded.reason, detail = NULL";
    private static final String MESSAGE = "d." + MessageColumns.NAMES.replace(", ", ", d.");
    private static final String FROM = " FROM bus_dead d JOIN bus_group g ON g.id = d.grp";

    /** Of who takes letters away, or their payloads: what one of them has read is so until it is done. */
    static final List<String> LOCK = List.of("bus-dead:replay");

    private record Chosen(long number, String topic) {}

    private final Store store;
    private final Signals signals;
    private final Clock clock;

    DeadLetters(Store store, Signals signals, Clock clock) {
        this.store = store;
        this.signals = signals;
        this.clock = clock;
    }

    void bury(Tx tx, Group group, Delivery delivery, Outcome outcome, String flow, String revision)
            throws SQLException {
        tx.update(
                BURY,
                MessageColumns.values(
                        group,
                        delivery.message(),
                        Json.write(delivery.message().data()),
                        delivery.published(),
                        delivery.attempt(),
                        clock.instant(),
                        flow,
                        revision,
                        outcome.reason(),
                        outcome.detail()));
    }

    /** Newest first. */
    public List<DeadLetter> list(DeadLetterQuery query, int limit) {
        Where where = Where.of(query);
        where.arguments().add(limit);
        return store.read(tx -> tx.query(
                "SELECT d.seq, g.topic, g.name, d.attempt, d.died, d.flow, d.revision, d.reason, d.detail, " + MESSAGE
                        + FROM + where.sql() + " ORDER BY d.seq DESC LIMIT ?",
                DeadLetters::letter,
                where.array()));
    }

    public Optional<DeadLetter> show(long number) {
        return list(DeadLetterQuery.one(number), 1).stream().findFirst();
    }

    /**
     * Offers the letters that match to their groups again, as a first attempt, whichever the transport; returns how many. Those whose
     * payload was erased stay.
     */
    public int replay(DeadLetterQuery query) {
        Where where = Where.of(query);
        Instant now = clock.instant();
        return store.write(tx -> {
            tx.lock(LOCK);
            // By number, as one that dies meanwhile must not be deleted with those that are replayed.
            List<Chosen> chosen = tx.query(
                    "SELECT d.seq, g.topic" + FROM + where.and("d.reason <> '" + Traces.ERASED + "'")
                            + " ORDER BY d.seq",
                    row -> new Chosen(row.getLong(1), row.getString(2)),
                    where.array());
            tx.batch(
                    REPLAY + " FROM bus_dead d WHERE d.seq = ?" + OVER_PARKED,
                    chosen.stream()
                            .map(each -> new Object[] {now, now, now, each.number()})
                            .toList());
            tx.batch(
                    "DELETE FROM bus_dead WHERE seq = ?",
                    chosen.stream().map(each -> new Object[] {each.number()}).toList());
            Set<String> topics = chosen.stream().map(Chosen::topic).collect(Collectors.toSet());
            tx.afterCommit(() -> topics.forEach(signals::raise));
            return chosen.size();
        });
    }

    /** Removes the letters that match for good; returns how many. Who may ask for it keeps an audit. */
    public int discard(DeadLetterQuery query) {
        Where where = Where.of(query);
        return store.write(tx -> {
            tx.lock(LOCK);
            return tx.update(
                    "DELETE FROM bus_dead WHERE seq IN (SELECT d.seq" + FROM + where.sql() + ")", where.array());
        });
    }

    private static DeadLetter letter(ResultSet row) throws SQLException {
        String topic = row.getString(2);
        return new DeadLetter(
                row.getLong(1),
                topic,
                row.getString(3),
                MessageColumns.message(row, 10, topic),
                row.getInt(4),
                Instant.ofEpochMilli(row.getLong(5)),
                row.getString(6),
                row.getString(7),
                row.getString(8),
                row.getString(9));
    }

    private record Where(String sql, List<Object> arguments) {
        static Where of(DeadLetterQuery query) {
            List<String> conditions = new ArrayList<>();
            List<Object> arguments = new ArrayList<>();
            add(conditions, arguments, "d.seq = ?", query.number());
            add(conditions, arguments, "g.topic = ?", query.topic());
            add(conditions, arguments, "g.name = ?", query.group());
            add(conditions, arguments, "d.reason = ?", query.reason());
            add(conditions, arguments, "d.source = ?", query.source());
            add(conditions, arguments, "d.correlation = ?", query.correlation());
            add(conditions, arguments, "d.died >= ?", query.since());
            return new Where(conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions), arguments);
        }

        private static void add(List<String> conditions, List<Object> arguments, String condition, Object value) {
            if (value == null) return;
            conditions.add(condition);
            arguments.add(value);
        }

        String and(String condition) {
            return sql.isEmpty() ? " WHERE " + condition : sql + " AND " + condition;
        }

        Object[] array() {
            return arguments.toArray();
        }
    }
}
