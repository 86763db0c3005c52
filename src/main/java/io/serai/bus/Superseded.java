package io.serai.bus;

import io.serai.message.Item;
import io.serai.message.Message;
import io.serai.message.Outcome;
import io.serai.store.Store;
import io.serai.store.Tx;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A parked message that comes due is settled without its route when a newer one of its key waits or was handled since: for flows whose
 * messages bring a whole state, so that the newest is enough. Newer is what happened later at the source. What waits in a broker
 * counts as soon as this process has taken it.
 */
final class Superseded implements Ordering {
    private static final String WAITING = "SELECT subject, source, time, id, %s FROM %s WHERE grp = ? AND subject IN ";
    private static final String MARK =
            "UPDATE bus_parked SET superseded_by = ? WHERE grp = ? AND subject = ? AND source = ?"
                    + " AND (time < ? OR (time = ? AND id < ?))";

    private record Version(Instant time, String id) {
        static Version of(Message message) {
            return new Version(message.time(), message.id());
        }

        /** Ids of one millisecond are in the order in which they were given. */
        boolean after(Version other) {
            int order = time.toEpochMilli() == other.time.toEpochMilli()
                    ? id.compareTo(other.id)
                    : Long.compare(time.toEpochMilli(), other.time.toEpochMilli());
            return order > 0;
        }
    }

    private final Store store;

    Superseded(Store store) {
        this.store = store;
    }

    @Override
    public Sorted sort(Group group, List<Delivery> taken) {
        List<Delivery> handle = new ArrayList<>();
        List<Settlement.Settled> settle = new ArrayList<>();
        Newest newest = newest(group, taken);
        for (Delivery delivery : taken) {
            String by = delivery.parked() ? newest.beyond(delivery.message()) : null;
            if (by == null) handle.add(delivery);
            else settle.add(superseded(delivery, by));
        }
        return new Sorted(handle, settle);
    }

    private Newest newest(Group group, List<Delivery> taken) {
        Newest newest = new Newest();
        Object[] keys = Stream.concat(
                        Stream.<Object>of(group.id()),
                        taken.stream()
                                .filter(Delivery::parked)
                                .map(delivery -> delivery.message().subject())
                                .filter(subject -> subject != null)
                                .distinct())
                .toArray();
        if (keys.length == 1) return newest;
        taken.forEach(delivery -> newest.add(Key.of(delivery.message()), Version.of(delivery.message())));
        store.read(tx -> {
            newest.read(tx, WAITING.formatted("superseded_by", "bus_parked") + Tx.in(keys.length - 1), keys);
            newest.read(tx, WAITING.formatted("NULL", "bus_queue") + Tx.in(keys.length - 1), keys);
            return null;
        });
        return newest;
    }

    private static Settlement.Settled superseded(Delivery delivery, String by) {
        Outcome outcome =
                Outcome.of(Outcome.Kind.SKIPPED_SUPERSEDED, SUPERSEDED, "a newer message has the state: " + by);
        Item item = Item.of(delivery.message(), delivery.attempt()).settle(outcome);
        return new Settlement.Settled(delivery, item, Duration.ZERO);
    }

    /** Remembers with the parked ones what went past them: later, nothing else would tell. */
    @Override
    public void settled(Tx tx, Group group, List<Settlement.Settled> all) throws SQLException {
        List<Object[]> marks = new ArrayList<>();
        for (Settlement.Settled one : all) {
            Message message = one.item().message();
            if (one.item().outcome().failed() || message.subject() == null) continue;
            marks.add(new Object[] {
                message.id(),
                group.id(),
                message.subject(),
                message.source(),
                message.time(),
                message.time(),
                message.id()
            });
        }
        tx.batch(MARK, marks);
    }

    /** The newest version of each key that waits, and those messages that a newer one went past. */
    private static final class Newest {
        private final Map<Key, Version> byKey = new HashMap<>();
        private final Map<String, String> passed = new HashMap<>();

        void add(Key key, Version version) {
            if (key != null) byKey.merge(key, version, (one, other) -> one.after(other) ? one : other);
        }

        void read(Tx tx, String sql, Object[] keys) throws SQLException {
            tx.query(
                    sql,
                    row -> {
                        String id = row.getString(4);
                        add(
                                new Key(row.getString(2), row.getString(1)),
                                new Version(Instant.ofEpochMilli(row.getLong(3)), id));
                        String by = row.getString(5);
                        if (by != null) passed.put(id, by);
                        return id;
                    },
                    keys);
        }

        /** The id of a message that makes this one needless, or null. */
        String beyond(Message message) {
            Version newest = byKey.get(Key.of(message));
            if (newest != null && newest.after(Version.of(message))) return newest.id();
            return passed.get(message.id());
        }
    }
}
