package io.serai.hub;

import io.serai.message.FailureClassifier;
import io.serai.store.Store;
import io.serai.store.Tx;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * Records that one flow writes to a target: others wait until the target has answered, as nobody knows of two writes at once which of them
 * the target keeps. It ends with the answer, or with the exchange when there was none; what may still take effect there, as
 * the call broke off, is waited for a little longer. After a crash the same flow goes on
 * with it; others do when it is older than any delivery can be.
 */
final class Hold extends SynchronizationAdapter {
    /**
     * Longer than any delivery takes. The longest is a bulk job of Salesforce: 15 minutes for the job (serai.salesforce.bulk-wait), and then
     * its results are read, and what it did not come to is sent.
     */
    static final Duration LONGEST = Duration.ofMinutes(30);

    /** A call that broke off on our side takes effect within this time, or not at all. */
    static final Duration LATE = Duration.ofMinutes(1);

    /**
     * Exchange property: true while a route that reads before it writes has not written yet. If the exchange fails then, nothing was sent, so
     * what was noted is no write that the target may have.
     */
    static final String UNWRITTEN = "SeraiUnwritten";

    private static final String PROPERTY = "SeraiHubHold:";

    private final Store store;
    private final Clock clock;
    private final FailureClassifier failures;
    private final DeliveryTable.Target target;
    private final String writer;
    private final Set<String> records = ConcurrentHashMap.newKeySet();
    private String exchange;

    Hold(
            Store store,
            Clock clock,
            FailureClassifier failures,
            DeliveryTable.Target target,
            String writer,
            List<String> records) {
        this.store = store;
        this.clock = clock;
        this.failures = failures;
        this.target = target;
        this.writer = writer;
        this.records.addAll(records);
    }

    /** Who writes: one flow has one writer for each record, whatever process and lane it is in. */
    static String writer(Exchange exchange) {
        return Objects.requireNonNullElse(exchange.getFromRouteId(), "");
    }

    static Instant until(Instant now) {
        return now.plus(LONGEST);
    }

    /** To be called when the records are marked: from then on the exchange must end the hold. */
    void begin(Exchange exchange) {
        if (records.isEmpty()) return;
        exchange.removeProperty(UNWRITTEN); // of an earlier one
        Hold before = exchange.getProperty(property(target), Hold.class);
        this.exchange = exchange.getExchangeId();
        if (before != null && before.exchange.equals(this.exchange)) {
            before.records.addAll(records);
            return;
        }
        exchange.setProperty(property(target), this);
        exchange.getExchangeExtension().addOnCompletion(this);
    }

    /** The target has answered, and what it said of these is kept. */
    static void answered(Exchange exchange, DeliveryTable.Target target, List<String> records) {
        Hold hold = exchange.getProperty(property(target), Hold.class);
        if (hold != null) records.forEach(hold.records::remove);
    }

    @Override
    public void onDone(Exchange exchange) {
        if (records.isEmpty()) return;
        Exception failure = exchange.getException();
        boolean unwritten = failure != null && Boolean.TRUE.equals(exchange.getProperty(UNWRITTEN, Boolean.class));
        boolean late = failure != null
                && !unwritten
                && failures.unanswered(failures.classify(failure).code());
        store.write(tx -> {
            Sent sent = Sent.hold(tx, target, records);
            List<String> rows = records.stream().map(sent::row).toList();
            if (unwritten) forget(tx, sent, rows);
            release(tx, target, rows, writer, late ? clock.instant().plus(LATE) : null);
            return null;
        });
    }

    private void forget(Tx tx, Sent sent, List<String> rows) throws SQLException {
        Map<String, Echo> left = new HashMap<>();
        for (String row : rows) {
            DeliveryTable.Delivery noted = sent.before().get(row);
            if (noted != null && noted.is(DeliveryTable.UNANSWERED) && writer.equals(noted.writer()))
                left.put(row, noted.echo().unsent());
        }
        DeliveryTable.unsent(tx, target, left);
    }

    /** @param until when others stop to wait nevertheless; null for at once */
    static void release(Tx tx, DeliveryTable.Target target, List<String> records, String writer, Instant until)
            throws SQLException {
        tx.batch(
                "UPDATE hub_delivery SET held_until = ? WHERE record_id = ? AND target = ? AND object = ? AND writer = ?",
                records.stream()
                        .map(each -> new Object[] {until, each, target.system(), target.object(), writer})
                        .toList());
    }

    private static String property(DeliveryTable.Target target) {
        return PROPERTY + target.system() + "/" + target.object();
    }
}
