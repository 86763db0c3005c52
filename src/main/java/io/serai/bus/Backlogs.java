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
    private static final String COUNT = "SELECT g.topic, g.name, COALESCE(q.n, 0) AS waiting,"
            + " (SELECT published FROM bus_queue WHERE seq = q.first) AS oldest,"
            + " COALESCE(p.n, 0) AS parked, p.due AS due, COALESCE(d.n, 0) AS dead FROM bus_group g"
            + " LEFT JOIN (SELECT grp, COUNT(*) AS n, MIN(seq) AS first FROM bus_queue GROUP BY grp) q ON q.grp = g.id"
            + " LEFT JOIN (SELECT grp, COUNT(*) AS n, MIN(due) AS due FROM bus_parked GROUP BY grp) p ON p.grp = g.id"
            + " LEFT JOIN (SELECT grp, COUNT(*) AS n FROM bus_dead GROUP BY grp) d ON d.grp = g.id"
            + " ORDER BY g.topic, g.name";

    private final Store store;

    Backlogs(Store store) {
        this.store = store;
    }

    /** All groups, by topic and name. */
    public List<Backlog> count() {
        return store.read(tx -> tx.query(COUNT, Backlogs::backlog));
    }

    private static Backlog backlog(ResultSet row) throws SQLException {
        return new Backlog(
                row.getString("topic"),
                row.getString("name"),
                row.getLong("waiting"),
                time(row, "oldest"),
                row.getLong("parked"),
                time(row, "due"),
                row.getLong("dead"));
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }
}
