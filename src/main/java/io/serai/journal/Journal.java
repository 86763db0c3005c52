package io.serai.journal;

import io.serai.message.Trace;
import io.serai.store.Store;
import io.serai.store.Tx;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Stores inbound messages, each dedupe key of a system once. */
@Singleton
public class Journal {
    /** Channel of what was read; it shows the record as it is now, whereas what was pushed shows it as it was. */
    static final String POLL = "poll";

    private static final String INSERT =
            "INSERT INTO journal (id, received, system, topic, channel, dedupe_key, external_id, raw, trace)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (system, dedupe_key) DO NOTHING";
    private static final String LAST =
            "SELECT dedupe_key FROM journal WHERE system = ? AND topic = ? AND external_id = ? ORDER BY id DESC LIMIT 1";
    private static final String DUPLICATE =
            "UPDATE journal SET duplicates = duplicates + 1, last_duplicate = ? WHERE system = ? AND dedupe_key = ?"
                    + " RETURNING id";

    private final Store store;
    private final Clock clock;

    Journal(Store store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * What is to be stored; {@code id} becomes the message's id if it is new.
     *
     * @param trace of the work that received it; null when that is not traced
     */
    public record Receipt(
            String id,
            String system,
            String topic,
            String channel,
            String dedupeKey,
            String externalId,
            byte[] raw,
            Trace trace) {

        /** One that is not traced. */
        public Receipt(
                String id,
                String system,
                String topic,
                String channel,
                String dedupeKey,
                String externalId,
                byte[] raw) {
            this(id, system, topic, channel, dedupeKey, externalId, raw, null);
        }
    }

    /**
     * Stores the receipts that are new and counts the others as duplicates; joins the caller's transaction. So the key is in the
     * journal exactly if what the transaction did with the message is durable too: a redelivery after a crash in between is new.
     *
     * @return for each receipt its id if it is new, else that of the one which is known
     */
    public List<String> receive(List<Receipt> receipts) {
        Instant now = clock.instant();
        return store.write(tx -> {
            lock(tx, receipts);
            List<String> ids = new ArrayList<>(receipts.size());
            for (Receipt receipt : receipts) ids.add(receive(tx, receipt, now));
            return ids;
        });
    }

    /** Two that read the same row must not both find that it is news. */
    private static void lock(Tx tx, List<Receipt> receipts) throws SQLException {
        if (!tx.concurrent()) return;
        tx.lock(receipts.stream()
                .filter(each -> each.channel().equals(POLL))
                .map(each -> "journal:" + each.system() + ":" + each.topic() + ":" + each.externalId())
                .toList());
    }

    private static String receive(Tx tx, Receipt receipt, Instant now) throws SQLException {
        if (!receipt.channel().equals(POLL)) return insert(tx, receipt, receipt.dedupeKey(), now);
        String last = tx.first(LAST, row -> row.getString(1), receipt.system(), receipt.topic(), receipt.externalId())
                .orElse("");
        if (last.startsWith(receipt.dedupeKey())) return insert(tx, receipt, last, now);
        // Known or not, it is news again: something else was heard since.
        return insert(tx, receipt, receipt.dedupeKey() + "~" + receipt.id(), now);
    }

    private static String insert(Tx tx, Receipt receipt, String key, Instant now) throws SQLException {
        int inserted = tx.update(
                INSERT,
                receipt.id(),
                now,
                receipt.system(),
                receipt.topic(),
                receipt.channel(),
                key,
                receipt.externalId(),
                receipt.raw(),
                receipt.trace() == null ? null : receipt.trace().id());
        if (inserted == 1) return receipt.id();
        return tx.first(DUPLICATE, row -> row.getString(1), now, receipt.system(), key)
                .orElseThrow();
    }
}
