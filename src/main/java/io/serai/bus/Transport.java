package io.serai.bus;

import io.serai.message.Message;
import io.serai.store.Tx;
import java.sql.SQLException;
import java.util.List;

/** How messages get from publishers to groups. The choice is configuration; routes do not see it. */
interface Transport {

    /** Hands the messages over as part of the transaction: they exist exactly if it commits. */
    void publish(Tx tx, List<Message> messages) throws SQLException;

    /**
     * The oldest unsettled messages of the group that this worker is responsible for, in order; the same ones again until they
     * are acknowledged.
     *
     * @param worker index of the worker, from 0
     * @param workers how many share the group
     */
    List<Delivery> fetch(Group group, int worker, int workers, int max);

    /** Forgets the deliveries, as part of the transaction that keeps their outcomes. */
    void acknowledge(Tx tx, Group group, List<Delivery> deliveries) throws SQLException;
}
