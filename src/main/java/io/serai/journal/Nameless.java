package io.serai.journal;

import io.serai.message.Mentions;
import io.serai.store.Store;
import java.time.Instant;
import java.util.List;

/** Reads the payloads of messages that name no object, in order, a page at a time: so many rows, and so many bytes or one row. */
final class Nameless {
    private static final int ROWS = 200;
    private static final long BYTES = 4L << 20;

    private static final String PAGE =
            "SELECT id, received, length(raw) FROM journal WHERE external_id IS NULL AND erased IS NULL"
                    + " AND (received, id) > (?, ?) ORDER BY received, id LIMIT " + ROWS;
    private static final String PAYLOADS = "SELECT id, raw FROM journal WHERE external_id IS NULL AND erased IS NULL"
            + " AND (received, id) > (?, ?) AND (received, id) <= (?, ?)";

    private record Place(long received, String id, long bytes) {}

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
        Place from = new Place(since.toEpochMilli(), "", 0);
        List<Place> page;
        do {
            Place after = from;
            page = store.read(tx -> tx.query(
                    PAGE,
                    row -> new Place(row.getLong(2), row.getString(1), row.getLong(3)),
                    after.received(),
                    after.id()));
            long bytes = 0;
            for (int i = 0; i < page.size(); i++) {
                Place each = page.get(i);
                bytes += each.bytes();
                if (bytes < BYTES && i < page.size() - 1) continue;
                payloads(from, each);
                from = each;
                bytes = 0;
            }
        } while (page.size() == ROWS);
    }

    private void payloads(Place after, Place to) {
        store.read(tx -> tx.query(
                        PAYLOADS,
                        row -> new Payload(row.getString(1), row.getBytes(2)),
                        after.received(),
                        after.id(),
                        to.received(),
                        to.id()))
                .forEach(each -> mentions.read(each.id(), each.raw()));
        goingOn.run();
    }
}
