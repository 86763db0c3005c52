package io.serai.bus;

import io.serai.message.Message;
import io.serai.store.Tx;
import java.sql.SQLException;
import java.util.List;

/**
 * What a group does with messages of one key while an earlier one of them is parked. Messages have one key when source and subject are
 * the same; those without a subject have none. A worker has all messages of a key to itself.
 */
interface Ordering {
    String PARK = "park";
    String BLOCK = "block";
    String SUPERSEDED = "superseded";
    String NAMES = PARK + "," + BLOCK + "," + SUPERSEDED;

    /**
     * @param handle to go through the route now
     * @param settle what needs no route
     */
    record Sorted(List<Delivery> handle, List<Settlement.Settled> settle) {}

    /** True when of the parked messages of one key only the first is offered. */
    default boolean firstOfKeyOnly() {
        return false;
    }

    /** Decides on what a worker took, parked ones first; what is in neither list is taken again later. */
    Sorted sort(Group group, List<Delivery> taken);

    /** Part of the transaction that keeps the outcomes. */
    default void settled(Tx tx, Group group, List<Settlement.Settled> all) throws SQLException {}

    record Key(String source, String subject) {
        /** Null when the message has none. */
        static Key of(Message message) {
            return message.subject() == null ? null : new Key(message.source(), message.subject());
        }
    }
}
