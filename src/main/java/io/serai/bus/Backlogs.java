package io.serai.bus;

import io.serai.store.Store;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Counts what every group has before it; costs one query that reads indexes, so callers keep its answer for some seconds. */
@Singleton
public class Backlogs {
    private static final String COUNT = "SELECT g.topic, g.name, g.id, COALESCE(q.n, 0) + COALESCE(o.n, 0) AS waiting,"
            + " COALESCE((SELECT published FROM bus_queue WHERE seq = q.first), o.published) AS oldest,"
            + " COALESCE(p.n, 0) AS parked, p.due AS due, COALESCE(d.n, 0) AS dead FROM bus_group g"
            + " LEFT JOIN (SELECT grp, COUNT(*) AS n, MIN(seq) AS first FROM bus_queue GROUP BY grp) q ON q.grp = g.id"
            + " LEFT JOIN (SELECT topic, COUNT(*) AS n, MIN(published) AS published FROM bus_outbox GROUP BY topic) o"
            + " ON o.topic = g.topic"
            + " LEFT JOIN (SELECT grp, COUNT(*) AS n, MIN(due) AS due FROM bus_parked GROUP BY grp) p ON p.grp = g.id"
            + " LEFT JOIN (SELECT grp, COUNT(*) AS n FROM bus_dead GROUP BY grp) d ON d.grp = g.id"
            + " ORDER BY g.topic, g.name";

    private record InStore(Group group, long waiting, Instant oldest, long parked, Instant nextDue, long dead) {
        static InStore of(ResultSet row) throws SQLException {
            return new InStore(
                    new Group(row.getLong("id"), row.getString("topic"), row.getString("name")),
                    row.getLong("waiting"),
                    time(row, "oldest"),
                    row.getLong("parked"),
                    time(row, "due"),
                    row.getLong("dead"));
        }
    }

    private final Store store;
    private final Transport transport;
    private final Readers readers;

    Backlogs(Store store, Transport transport, Readers readers) {
        this.store = store;
        this.transport = transport;
        this.readers = readers;
    }

    /**
     * All groups, by topic and name. What waits in a broker counts as long as the broker tells it; its age is that of what the broker
     * handed over to this process.
     */
    public List<Backlog> count() {
        return store.read(tx -> tx.query(COUNT, InStore::of)).stream()
                .map(this::complete)
                .toList();
    }

    private Backlog complete(InStore here) {
        Group group = here.group();
        return new Backlog(
                group.topic(),
                group.name(),
                here.waiting() + Math.max(0, transport.outsideTheStore(group)),
                earlier(here.oldest(), transport.oldestOutsideTheStore(group)),
                here.parked(),
                here.nextDue(),
                here.dead(),
                readers.state(group),
                readers.pausedSince(group).orElse(null));
    }

    private static Instant earlier(Instant one, Instant other) {
        if (one == null || other == null) return one == null ? other : one;
        return one.isBefore(other) ? one : other;
    }

    /** How messages travel, and what has not left the store. */
    public Traffic traffic() {
        return store.read(tx -> tx.first(
                        "SELECT COUNT(*) AS n, MIN(published) AS oldest FROM bus_outbox",
                        row -> new Traffic(
                                transport.name(), transport.connected(), row.getLong("n"), time(row, "oldest"))))
                .orElseThrow();
    }

    /** What is not due yet, by topic; topics without any are left out. */
    public List<Delayed> delayed() {
        return store.read(tx -> tx.query(
                "SELECT topic, COUNT(*), MIN(due) FROM bus_delayed GROUP BY topic ORDER BY topic",
                row -> new Delayed(row.getString(1), row.getLong(2), Instant.ofEpochMilli(row.getLong(3)))));
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }
}
