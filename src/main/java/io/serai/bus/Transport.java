package io.serai.bus;

import io.serai.message.Message;
import io.serai.store.Tx;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** How messages get from publishers to groups. The choice is configuration; routes do not see it. */
interface Transport {

    /** As configured. */
    String name();

    /** Before the first flow; called once. */
    void start();

    /** After the last flow has ended; called once. */
    void stop();

    /** Before the workers of the group fetch for the first time. */
    default void open(Group group, int batch, int workers) {}

    /** After the workers of the group have settled all that they fetched. */
    default void close(Group group) {}

    /** Hands the messages over as part of the transaction: they exist exactly if it commits. */
    void publish(Tx tx, List<Message> messages) throws SQLException;

    /**
     * The oldest unsettled messages of the group that this worker is responsible for, in order; the same ones again until they
     * are acknowledged.
     */
    List<Delivery> fetch(Group group, Share share, int max);

    /** Forgets the deliveries, as part of the transaction that keeps their outcomes. */
    void acknowledge(Tx tx, Group group, List<Delivery> deliveries) throws SQLException;

    /** How many messages wait for the group elsewhere than in the store; negative when it is not known. */
    default long outsideTheStore(Group group) {
        return 0;
    }

    /** When the oldest of them that this process knows of was published; null when it knows of none. */
    default Instant oldestOutsideTheStore(Group group) {
        return null;
    }

    /** Removes what is kept for the group elsewhere than in the store; the caller has the right to its place. */
    default void drop(Group group) {}

    /** Whether messages can travel now; while not, they are kept. */
    default boolean connected() {
        return true;
    }
}
