package io.serai.bus;

import io.serai.store.Store;
import io.serai.store.Tx;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which groups read which topic. A group exists from the first start of its consumer until it is dropped, also while no consumer
 * runs: what is published meanwhile waits for it.
 */
@Singleton
class Groups {
    static final String NOBODY = "";

    private final Store store;
    private final ConcurrentHashMap<String, List<Group>> byTopic = new ConcurrentHashMap<>();

    Groups(Store store) {
        this.store = store;
    }

    /** The group, made if it is new; the first group of a topic gets what was published before it. */
    Group register(String topic, String name) {
        // Nothing is left to write for a group that reads the topic already: at a start that is so for nearly all.
        Group group = store.read(tx -> reading(tx, topic, name)).orElseGet(() -> add(topic, name));
        byTopic.remove(topic);
        return group;
    }

    private static Optional<Group> reading(Tx tx, String topic, String name) throws SQLException {
        List<Group> groups = find(tx, topic);
        if (!read(groups)) return Optional.empty();
        return groups.stream().filter(known -> known.name().equals(name)).findFirst();
    }

    private Group add(String topic, String name) {
        return store.write(tx -> {
            lock(tx, topic);
            tx.update(
                    "INSERT INTO bus_group (topic, name) VALUES (?, ?) ON CONFLICT (topic, name) DO NOTHING",
                    topic,
                    name);
            Group registered = find(tx, topic).stream()
                    .filter(known -> known.name().equals(name))
                    .findFirst()
                    .orElseThrow();
            tx.update(
                    "UPDATE bus_queue SET grp = ? WHERE grp IN (SELECT id FROM bus_group WHERE topic = ? AND name = ?)",
                    registered.id(),
                    topic,
                    NOBODY);
            tx.update("DELETE FROM bus_group WHERE topic = ? AND name = ?", topic, NOBODY);
            return registered;
        });
    }

    /** What is published from now on does not wait for it; its rows are the caller's. */
    void remove(Tx tx, Group group) throws SQLException {
        lock(tx, group.topic());
        byTopic.remove(group.topic());
        tx.update("DELETE FROM bus_group WHERE id = ?", group.id());
    }

    /** The groups of a topic, never none: the nameless one keeps messages until somebody reads the topic. */
    List<Group> of(Tx tx, String topic) throws SQLException {
        List<Group> known = byTopic.get(topic);
        if (known != null) return known;
        List<Group> found = find(tx, topic);
        if (!read(found)) return ofUnread(tx, topic);
        if (!tx.concurrent()) byTopic.put(topic, found); // else other processes register groups too
        return found;
    }

    private List<Group> ofUnread(Tx tx, String topic) throws SQLException {
        lock(tx, topic); // until the message is committed, no first reader takes over what is there
        List<Group> found = find(tx, topic);
        if (!found.isEmpty()) return found;
        tx.update("INSERT INTO bus_group (topic, name) VALUES (?, ?)", topic, NOBODY);
        return find(tx, topic);
    }

    private static boolean read(List<Group> groups) {
        return !groups.isEmpty()
                && groups.stream().noneMatch(group -> group.name().equals(NOBODY));
    }

    private static void lock(Tx tx, String topic) throws SQLException {
        tx.lock(List.of("bus-topic:" + topic));
    }

    /** All groups by id. */
    List<Group> all() {
        return store.read(tx -> tx.query("SELECT id, topic, name FROM bus_group ORDER BY topic, name", Groups::group));
    }

    /** All that belong into the broker. */
    List<Place> places() {
        return store.read(tx -> tx.query(
                "SELECT id, topic, name, removals FROM bus_group WHERE name <> ? ORDER BY topic, name",
                row -> new Place(group(row), row.getLong(4)),
                NOBODY));
    }

    /** Returns once every process can see that the group's place may be gone. */
    void losesItsPlace(Group group) {
        store.write(tx -> tx.update("UPDATE bus_group SET removals = removals + 1 WHERE id = ?", group.id()));
    }

    private static List<Group> find(Tx tx, String topic) throws SQLException {
        return tx.query("SELECT id, topic, name FROM bus_group WHERE topic = ?", Groups::group, topic);
    }

    private static Group group(java.sql.ResultSet row) throws SQLException {
        return new Group(row.getLong(1), row.getString(2), row.getString(3));
    }
}
