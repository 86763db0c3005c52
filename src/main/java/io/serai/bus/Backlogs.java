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

    private record Counted(Group group, Backlog inStore) {}

    private final Store store;
    private final Transport transport;

    Backlogs(Store store, Transport transport) {
        this.store = store;
        this.transport = transport;
    }

    /** All groups, by topic and name. What waits in a broker counts as long as the broker tells it; its age is not known. */
    public List<Backlog> count() {
        return store.read(tx -> tx.query(COUNT, Backlogs::counted)).stream()
                .map(this::withBroker)
                .toList();
    }

    /** How messages travel, and what has not left the store. */
    public Traffic traffic() {
        return store.read(tx -> tx.first(
                        "SELECT COUNT(*) AS n, MIN(published) AS oldest FROM bus_outbox",
                        row -> new Traffic(
                                transport.name(), transport.connected(), row.getLong("n"), time(row, "oldest"))))
                .orElseThrow();
    }

    private Backlog withBroker(Counted counted) {
        Backlog here = counted.inStore();
        long there = transport.outsideTheStore(counted.group());
        return there <= 0
                ? here
                : new Backlog(
                        here.topic(),
                        here.group(),
                        here.waiting() + there,
                        here.oldest(),
                        here.parked(),
                        here.nextDue(),
                        here.dead());
    }

    private static Counted counted(ResultSet row) throws SQLException {
        Group group = new Group(row.getLong("id"), row.getString("topic"), row.getString("name"));
        Backlog inStore = new Backlog(
                group.topic(),
                group.name(),
                row.getLong("waiting"),
                time(row, "oldest"),
                row.getLong("parked"),
                time(row, "due"),
                row.getLong("dead"));
        return new Counted(group, inStore);
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }
}
