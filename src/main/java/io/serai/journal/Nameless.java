package io.serai.journal;

import io.serai.message.Mentions;
import io.serai.store.Row;
import io.serai.store.Store;
import io.serai.store.Tx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the payloads of messages that name no object, in order, a page at a time: so many rows, and so many bytes or one row. Those of
 * engagements with an id are read too, as it is the fact's own.
 */
final class Nameless {
    private static final int ROWS = 200;
    private static final long BYTES = 4L << 20;
    private static final long READ_BEFORE = -1;

    private static final String WITHOUT_ID =
            "SELECT id, received, length(raw) FROM journal WHERE external_id IS NULL AND erased IS NULL"
                    + " AND (received, id) > (?, ?) ORDER BY received, id LIMIT " + ROWS;
    /** Goes through the index of ids, which has the topics too, and fetches only rows that are engagements. */
    private static final String ENGAGEMENTS = "SELECT e.id, e.system, e.external_id, e.topic,"
            + " CASE WHEN j.erased IS NULL AND j.received >= ? THEN length(j.raw) ELSE " + READ_BEFORE + " END"
            + " FROM (SELECT system, external_id, topic, id FROM journal WHERE topic LIKE '%.engagement'"
            + " AND (system, external_id, topic, id) > (?, ?, ?, ?)"
            + " ORDER BY system, external_id, topic, id LIMIT " + ROWS + ") e JOIN journal j ON j.id = e.id"
            + " ORDER BY e.system, e.external_id, e.topic, e.id";

    private static final String PAYLOADS = "SELECT id, raw FROM journal WHERE erased IS NULL AND id IN ";

    /** @param next what the page after it begins with */
    private record Place(String id, long bytes, Object... next) {}

    private record Payload(String id, byte[] raw) {}

    private final Store store;
    private final Mentions mentions;
    private final Runnable goingOn;

    Nameless(Store store, Mentions mentions, Runnable goingOn) {
        this.store = store;
        this.mentions = mentions;
        this.goingOn = goingOn;
    }

    void read(Instant since) {
        long from = since.toEpochMilli();
        read(
                WITHOUT_ID,
                row -> new Place(row.getString(1), row.getLong(3), row.getLong(2), row.getString(1)),
                from,
                "");
        read(
                ENGAGEMENTS,
                row -> new Place(
                        row.getString(1),
                        row.getLong(5),
                        from,
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(1)),
                from,
                "",
                "",
                "",
                "");
    }

    private void read(String sql, Row<Place> place, Object... from) {
        Object[] next = from;
        List<Place> page;
        do {
            Object[] after = next;
            page = store.read(tx -> tx.query(sql, place, after));
            payloads(page);
            if (!page.isEmpty()) next = page.get(page.size() - 1).next();
        } while (page.size() == ROWS);
    }

    private void payloads(List<Place> page) {
        List<String> ids = new ArrayList<>();
        long bytes = 0;
        for (Place each : page) {
            if (each.bytes() == READ_BEFORE) continue;
            if (!ids.isEmpty() && bytes + each.bytes() > BYTES) {
                payloadsOf(ids);
                ids.clear();
                bytes = 0;
            }
            ids.add(each.id());
            bytes += each.bytes();
        }
        if (!ids.isEmpty()) payloadsOf(ids);
        goingOn.run();
    }

    private void payloadsOf(List<String> ids) {
        store.read(tx -> tx.query(
                        PAYLOADS + Tx.in(ids.size()),
                        row -> new Payload(row.getString(1), row.getBytes(2)),
                        ids.toArray()))
                .forEach(each -> mentions.read(each.id(), each.raw()));
        goingOn.run();
    }
}
