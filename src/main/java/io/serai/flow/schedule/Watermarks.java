package io.serai.flow.schedule;

import io.serai.store.Store;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How far schedules have read. Thread-safe; joins the caller's transaction. */
public final class Watermarks {
    private static final String READ = "SELECT time, id FROM watermark WHERE schedule = ? AND system = ?";
    private static final String WRITE = """
            INSERT INTO watermark (schedule, system, time, id, at) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (schedule, system) DO UPDATE SET time = excluded.time, id = excluded.id, at = excluded.at""";

    private final Store store;

    public Watermarks(Store store) {
        this.store = store;
    }

    public Optional<Watermark> of(String schedule, String system) {
        return store.read(tx -> tx.first(
                READ, row -> new Watermark(Instant.ofEpochMilli(row.getLong(1)), row.getString(2)), schedule, system));
    }

    /**
     * Puts a cursor in its place: text by which the system itself knows how far was read, which cannot be told to be before or behind
     * another.
     */
    public void replace(String schedule, String system, Watermark with) {
        store.write(tx -> {
            tx.lock(List.of("watermark:" + schedule + ":" + system));
            return tx.update(WRITE, schedule, system, with.time(), with.id(), Instant.now());
        });
    }

    /** Moves it forwards; what lies behind it changes nothing. Returns whether it moved. */
    public boolean advance(String schedule, String system, Watermark to) {
        return store.write(tx -> {
            tx.lock(List.of("watermark:" + schedule + ":" + system));
            Optional<Watermark> now = of(schedule, system);
            if (now.isPresent() && now.get().compareTo(to) >= 0) return false;
            tx.update(WRITE, schedule, system, to.time(), to.id(), Instant.now());
            return true;
        });
    }
}
