package io.serai.bus;

import io.serai.store.Store;
import io.serai.store.Tx;
import java.sql.SQLException;
import java.time.Instant;
import org.jboss.logging.Logger;

/** Takes along what the transport that was configured before left in the store, so that a change of the setting loses nothing. */
class TransportChange {
    private static final Logger LOG = Logger.getLogger(TransportChange.class);
    private static final String OF_MESSAGE =
            "q.part, q.id, q.source, q.subject, q.time, q.correlation, q.published, q.data, q.priority, q.trace";

    private static final String UNREAD_TO_OUTBOX = "INSERT INTO bus_outbox (" + MessageColumns.IN_TOPIC
            + ") SELECT g.topic, " + OF_MESSAGE
            + " FROM bus_queue q JOIN bus_group g ON g.id = q.grp WHERE g.name = ? ORDER BY q.seq";
    /** Other groups may have settled a message that this one has not, so it does not go to the broker; oldest are due first. */
    private static final String QUEUE_TO_PARKED = "INSERT INTO bus_parked (" + MessageColumns.NAMES
            + ", attempt, parked, due, reason) SELECT q.grp, " + OF_MESSAGE
            + ", 1, ?, q.published, 'transport-changed' FROM bus_queue q JOIN bus_group g ON g.id = q.grp"
            + " WHERE g.name <> ? ORDER BY q.seq ON CONFLICT (grp, id) DO NOTHING";

    private static final String OUTBOX_TO_QUEUE = "INSERT INTO bus_queue (" + MessageColumns.NAMES + ") SELECT g.id, "
            + OF_MESSAGE + " FROM bus_outbox q JOIN bus_group g ON g.topic = q.topic ORDER BY q.seq";

    private final Store store;

    TransportChange(Store store) {
        this.store = store;
    }

    void toBroker() {
        int taken = store.write(tx -> {
            if (isEmpty(tx, "bus_queue")) return 0;
            hold(tx, "bus_queue");
            tx.update(UNREAD_TO_OUTBOX, Groups.NOBODY);
            tx.update(QUEUE_TO_PARKED, Instant.now(), Groups.NOBODY);
            return tx.update("DELETE FROM bus_queue");
        });
        if (taken > 0) LOG.infof("%d messages of the embedded bus were taken along", taken);
    }

    void toEmbedded() {
        int taken = store.write(tx -> {
            if (isEmpty(tx, "bus_outbox")) return 0;
            hold(tx, "bus_outbox");
            tx.update(OUTBOX_TO_QUEUE);
            return tx.update("DELETE FROM bus_outbox");
        });
        if (taken > 0) LOG.infof("%d messages of the outbox were taken along", taken);
    }

    /** Nothing may come in between copying and deleting: in a rolling change the old replicas still write. */
    private static void hold(Tx tx, String table) throws SQLException {
        if (tx.concurrent()) tx.update("LOCK TABLE " + table + " IN EXCLUSIVE MODE");
    }

    private static boolean isEmpty(Tx tx, String table) throws SQLException {
        return tx.first("SELECT 1 FROM " + table + " LIMIT 1", row -> true).isEmpty();
    }
}
