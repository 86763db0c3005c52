package io.serai.bus;

import io.serai.message.Json;
import io.serai.message.Message;
import io.serai.store.Store;
import io.serai.store.Tx;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * Messages that are not due yet, in the store for every transport: they get in as part of their publisher's transaction, and out in one
 * that hands them to the transport. Thread-safe.
 */
@Singleton
public class Delays {
    /** A message that is not due; {@code key} is null for one that nothing replaces. */
    public record Timer(String topic, String subject, String key, Instant due) {}

    private record Entry(Message message, Instant due, long seq) {}

    /** What is older by its time at the source replaces nothing (Invariant 4). */
    private static final String INSERT =
            "INSERT INTO bus_delayed (" + MessageColumns.IN_TOPIC + ", due, delay_key) VALUES "
                    + Tx.in(MessageColumns.COUNT + 2)
                    + " ON CONFLICT (topic, delay_key, subject) DO UPDATE SET id = excluded.id,"
                    + " source = excluded.source, time = excluded.time, correlation = excluded.correlation,"
                    + " published = excluded.published, data = excluded.data, priority = excluded.priority,"
                    + " trace = excluded.trace, due = excluded.due"
                    + " WHERE excluded.time >= bus_delayed.time";
    /** Looks at `due` twice: between the two the row may have been replaced by a later one. */
    private static final String TAKE = "DELETE FROM bus_delayed WHERE seq IN"
            + " (SELECT seq FROM bus_delayed WHERE due <= ? ORDER BY due, seq LIMIT ?) AND due <= ? RETURNING due, seq, "
            + MessageColumns.IN_TOPIC;

    private static final String OF_JOURNEY =
            "SELECT topic, subject, delay_key, due FROM bus_delayed WHERE correlation = ? ORDER BY due, seq";

    private final Store store;
    private final Transport transport;
    private final Clock clock;

    Delays(Store store, Transport transport, Clock clock) {
        this.store = store;
        this.transport = transport;
        this.clock = clock;
    }

    void add(Tx tx, List<Message> messages, Delay delay) throws SQLException {
        Instant now = clock.instant();
        tx.batch(
                INSERT,
                messages.stream()
                        .map(message -> MessageColumns.values(
                                message.type(), message, Json.write(message.data()), now, delay.due(), delay.key()))
                        .toList());
    }

    /** Takes the timers back; those that were due already have gone their way. */
    void cancel(Tx tx, String topic, String key, List<String> subjects) throws SQLException {
        tx.batch(
                "DELETE FROM bus_delayed WHERE topic = ? AND delay_key = ? AND subject = ?",
                subjects.stream()
                        .map(subject -> new Object[] {topic, key, subject})
                        .toList());
    }

    /** Whether any is due; cheap, as it is asked all the time. */
    boolean anyDue() {
        return store.read(tx ->
                        tx.first("SELECT 1 FROM bus_delayed WHERE due <= ? LIMIT 1", row -> true, clock.instant()))
                .isPresent();
    }

    /**
     * Hands over what is due, the earliest first, each exactly once, also when two processes do it at a time.
     *
     * @return how many
     */
    int release(int max) {
        Instant now = clock.instant();
        return store.write(tx -> {
            List<Message> due = tx.query(TAKE, Delays::entry, now, max, now).stream()
                    .sorted(Comparator.comparing(Entry::due).thenComparing(Entry::seq))
                    .map(Entry::message)
                    .toList();
            if (!due.isEmpty()) transport.publish(tx, due);
            return due.size();
        });
    }

    private static Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                MessageColumns.message(row, 3, row.getString(3)), Instant.ofEpochMilli(row.getLong(1)), row.getLong(2));
    }

    /** What waits because of an inbound message, the earliest first. */
    public List<Timer> of(String correlation) {
        return store.read(tx -> tx.query(
                OF_JOURNEY,
                row -> new Timer(
                        row.getString(1), row.getString(2), row.getString(3), Instant.ofEpochMilli(row.getLong(4))),
                correlation));
    }
}
