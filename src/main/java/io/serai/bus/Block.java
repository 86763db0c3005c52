package io.serai.bus;

import io.serai.message.Item;
import io.serai.message.Outcome;
import io.serai.store.Store;
import io.serai.store.Tx;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Messages of a key are settled strictly in order: while one is parked, later ones are parked behind it as {@code held} and offered one
 * by one as those before them are settled, be it in the dead letters. So one exchange has at most one message of a key.
 */
final class Block implements Ordering {
    static final String HELD = "held";

    private final Store store;

    Block(Store store) {
        this.store = store;
    }

    @Override
    public boolean firstOfKeyOnly() {
        return true;
    }

    @Override
    public Sorted sort(Group group, List<Delivery> deliveries) {
        List<Delivery> handle = new ArrayList<>();
        List<Settlement.Settled> held = new ArrayList<>();
        Set<Key> parked = parked(group, deliveries);
        Set<Key> taken = new HashSet<>();
        for (Delivery delivery : deliveries) {
            Key key = Key.of(delivery.message());
            if (delivery.parked() || key == null) handle.add(delivery);
            else if (parked.contains(key)) held.add(hold(delivery));
            else if (taken.add(key)) handle.add(delivery);
        }
        return new Sorted(handle, held);
    }

    private Set<Key> parked(Group group, List<Delivery> deliveries) {
        return store.read(tx -> {
            Set<Key> parked = new HashSet<>();
            if (none(tx, group)) return parked;
            for (Delivery delivery : deliveries) {
                Key key = Key.of(delivery.message());
                if (key != null && !parked.contains(key) && isParked(tx, group, key)) parked.add(key);
            }
            return parked;
        });
    }

    private static boolean none(Tx tx, Group group) throws SQLException {
        return tx.first("SELECT 1 FROM bus_parked WHERE grp = ? LIMIT 1", row -> true, group.id())
                .isEmpty();
    }

    private static boolean isParked(Tx tx, Group group, Key key) throws SQLException {
        return tx.first(
                        "SELECT 1 FROM bus_parked WHERE grp = ? AND subject = ? AND source = ? LIMIT 1",
                        row -> true,
                        group.id(),
                        key.subject(),
                        key.source())
                .isPresent();
    }

    /** It was not tried, so this is no attempt. */
    private static Settlement.Settled hold(Delivery delivery) {
        Outcome outcome = Outcome.of(Outcome.Kind.PARKED, HELD, "an earlier message of the same key is parked");
        Item item = Item.of(delivery.message(), delivery.attempt()).settle(outcome);
        return new Settlement.Settled(delivery.uncounted(), item, Duration.ZERO);
    }
}
