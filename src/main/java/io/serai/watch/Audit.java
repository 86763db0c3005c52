package io.serai.watch;

import io.serai.hub.AuditTrail;
import io.serai.store.Store;
import io.serai.store.Tx;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** Who did what to messages, when, and to how many. Entries never expire and hold no payload. */
@Singleton
public class Audit implements AuditTrail {
    private static final String INSERT = "INSERT INTO audit (at, who, action, subject, count) VALUES " + Tx.in(5);

    private final Store store;
    private final Clock clock;

    Audit(Store store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * @param action such as {@code replay}
     * @param subject what it was done to, free of personal values
     */
    public record Entry(Instant at, String who, String action, String subject, int count) {}

    /** Keeps an entry; joins the caller's transaction, so that it is there exactly if what it tells was done. */
    @Override
    public void note(String who, String action, String subject, int count) {
        store.write(tx -> tx.update(INSERT, clock.instant(), who, action, subject, count));
    }

    /** Newest first. */
    public List<Entry> list(int limit) {
        return store.read(tx -> tx.query("SELECT * FROM audit ORDER BY seq DESC LIMIT ?", Audit::entry, limit));
    }

    private static Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                Instant.ofEpochMilli(row.getLong("at")),
                row.getString("who"),
                row.getString("action"),
                row.getString("subject"),
                row.getInt("count"));
    }
}
