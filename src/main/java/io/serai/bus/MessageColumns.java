package io.serai.bus;

import io.serai.message.Json;
import io.serai.message.Message;
import io.serai.message.Priority;
import io.serai.message.Trace;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/** The columns that queue, parked and dead rows have in common. */
final class MessageColumns {
    private static final String OF_MESSAGE =
            "part, id, source, subject, time, correlation, published, data, priority, trace";
    static final String NAMES = "grp, " + OF_MESSAGE;
    /** The same of a row that belongs to a topic, not to a group. */
    static final String IN_TOPIC = "topic, " + OF_MESSAGE;

    static final int COUNT = 11;
    static final int PARTS = 1_024;

    private MessageColumns() {}

    /** Arguments for {@link #NAMES}, followed by those given. */
    static Object[] values(Group group, Message message, byte[] data, Instant published, Object... more) {
        return values((Object) group.id(), message, data, published, more);
    }

    /** Arguments for {@link #IN_TOPIC}, followed by those given. */
    static Object[] values(String topic, Message message, byte[] data, Instant published, Object... more) {
        return values((Object) topic, message, data, published, more);
    }

    private static Object[] values(Object place, Message message, byte[] data, Instant published, Object... more) {
        Object[] all = new Object[COUNT + more.length];
        all[0] = place;
        all[1] = part(message);
        all[2] = message.id();
        all[3] = message.source();
        all[4] = message.subject();
        all[5] = message.time();
        all[6] = message.correlation();
        all[7] = published;
        all[8] = data;
        all[9] = message.priority().ordinal();
        all[10] = message.trace() == null ? null : message.trace().text();
        System.arraycopy(more, 0, all, COUNT, more.length);
        return all;
    }

    /** Reads {@link #NAMES}, of which the first one is the result's column {@code from}; names would be looked up for each row. */
    static Message message(ResultSet row, int from, String topic) throws SQLException {
        return new Message(
                row.getString(from + 2),
                topic,
                row.getString(from + 3),
                row.getString(from + 4),
                Instant.ofEpochMilli(row.getLong(from + 5)),
                row.getString(from + 6),
                Json.read(row.getBytes(from + 8)),
                Priority.of(row.getInt(from + 9)),
                Trace.parse(row.getString(from + 10)));
    }

    static int part(ResultSet row, int from) throws SQLException {
        return row.getInt(from + 1);
    }

    static Instant published(ResultSet row, int from) throws SQLException {
        return Instant.ofEpochMilli(row.getLong(from + 7));
    }

    /**
     * Hash of what the message is about, by which workers and replicas share a group. Without its source: a record that two systems
     * change is one record.
     */
    static int part(Message message) {
        String key = message.subject() == null ? message.id() : message.subject();
        return Math.floorMod(key.hashCode() * 0x9E3779B9, PARTS);
    }
}
