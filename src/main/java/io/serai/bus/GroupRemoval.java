package io.serai.bus;

import io.serai.store.Store;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Consumer;

/** Removes groups whose consumer is gone, which would otherwise collect messages for ever. */
@Singleton
public class GroupRemoval {
    private final Store store;
    private final Groups groups;
    private final Transport transport;
    private final Readers readers;
    private final Places places;

    GroupRemoval(Store store, Groups groups, Transport transport, Readers readers, Places places) {
        this.store = store;
        this.groups = groups;
        this.transport = transport;
        this.readers = readers;
        this.places = places;
    }

    /** How many messages went with the group; what waited in a broker counts as far as the broker told. */
    public record Dropped(String topic, String group, long waiting, long parked, long dead) {}

    /**
     * Removes the group with all its messages, dead letters included. Empty when there is no such group. The broker's part goes first: if
     * the store then fails, or this process ends, the group is still there without what waited in the broker; it gets its place again
     * before anything more is sent to its topic, and can be removed again. Meanwhile no process gives any group its place.
     *
     * @param note part of the transaction that removes it
     * @throws GroupInUse when a flow of this process reads it; of other processes it is not known
     * @throws io.serai.bus.broker.BrokerException when the broker did not remove its part; nothing is removed then
     */
    public Optional<Dropped> drop(String topic, String name, Consumer<Dropped> note) {
        return places.alone(() -> groups.all().stream()
                .filter(known -> known.topic().equals(topic) && known.name().equals(name))
                .findFirst()
                .map(group -> drop(group, note)));
    }

    private Dropped drop(Group group, Consumer<Dropped> note) {
        if (readers.read(group)) throw new GroupInUse(group.topic(), group.name());
        long outside = Math.max(0, transport.outsideTheStore(group));
        transport.drop(group);
        return store.write(tx -> {
            groups.remove(tx, group);
            long waiting = tx.update("DELETE FROM bus_queue WHERE grp = ?", group.id());
            long parked = tx.update("DELETE FROM bus_parked WHERE grp = ?", group.id());
            long dead = tx.update("DELETE FROM bus_dead WHERE grp = ?", group.id());
            Dropped dropped = new Dropped(group.topic(), group.name(), waiting + outside, parked, dead);
            note.accept(dropped);
            return dropped;
        });
    }
}
