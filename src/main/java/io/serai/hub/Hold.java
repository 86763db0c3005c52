package io.serai.hub;

import io.serai.store.Store;
import io.serai.store.Tx;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * Records that one flow writes to a target: others wait until the target has answered, as nobody knows of two writes at once which of them
 * the target keeps. It ends with the answer, or with the exchange when there was none. After a crash the same flow goes on
 * with it; others do when it is older than any delivery can be.
 */
final class Hold extends SynchronizationAdapter {
    /**
     * Longer than any delivery takes. The longest is a bulk job of Salesforce: 15 minutes for the job (serai.salesforce.bulk-wait), and then
     * its results are read, and what it did not come to is sent.
     */
    static final Duration LONGEST = Duration.ofMinutes(30);

    private static final String PROPERTY = "SeraiHubHold:";

    private final Store store;
    private final DeliveryTable.Target target;
    private final String writer;
    private final List<String> records;

    private Hold(Store store, DeliveryTable.Target target, String writer, List<String> records) {
        this.store = store;
        this.target = target;
        this.writer = writer;
        this.records = records;
    }

    /** Who writes: one flow has one writer for each record, whatever process and lane it is in. */
    static String writer(Exchange exchange) {
        return Objects.requireNonNullElse(exchange.getFromRouteId(), "");
    }

    static Instant until(Instant now) {
        return now.plus(LONGEST);
    }

    /** To be called when the records are marked: from then on the exchange must end the hold. */
    static void begin(Exchange exchange, Store store, DeliveryTable.Target target, List<String> records) {
        if (records.isEmpty()) return;
        Hold hold = new Hold(store, target, writer(exchange), records);
        exchange.setProperty(property(target), hold);
        exchange.getExchangeExtension().addOnCompletion(hold);
    }

    /** The target has answered, and what it said is kept. */
    static void answered(Exchange exchange, DeliveryTable.Target target) {
        exchange.removeProperty(property(target));
    }

    @Override
    public void onDone(Exchange exchange) {
        if (exchange.getProperty(property(target)) == this)
            store.write(tx -> {
                Locks.deliveries(tx, target, records);
                release(tx, target, records, writer);
                return null;
            });
    }

    static void release(Tx tx, DeliveryTable.Target target, List<String> records, String writer) throws SQLException {
        tx.batch(
                "UPDATE hub_delivery SET held_until = NULL WHERE record_id = ? AND target = ? AND object = ? AND writer = ?",
                records.stream()
                        .map(each -> new Object[] {each, target.system(), target.object(), writer})
                        .toList());
    }

    private static String property(DeliveryTable.Target target) {
        return PROPERTY + target.system() + "/" + target.object();
    }
}
