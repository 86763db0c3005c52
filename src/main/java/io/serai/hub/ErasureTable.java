package io.serai.hub;

import io.serai.store.Tx;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Table {@code hub_erasure}. */
final class ErasureTable {
    /**
     * A person whose messages are to be looked for.
     *
     * @param looked until when what was received was looked at
     */
    record Order(String record, String entity, Instant at, int pass, Instant looked, long due) {
        Order until(Instant another) {
            return new Order(record, entity, at, pass, looked, another.toEpochMilli());
        }
    }

    private static final String PLACE = """
            INSERT INTO hub_erasure (record_id, entity, at, pass, looked, due) VALUES (?, ?, ?, 0, 0, ?)
            ON CONFLICT (record_id) DO UPDATE SET at = excluded.at, pass = 0, looked = 0, due = excluded.due""";

    /** What was looked at stays so: what is late is known by its outcomes. One that is looked at soon anyway stays as it is. */
    private static final String LATE = """
            INSERT INTO hub_erasure (record_id, entity, at, pass, looked, due) VALUES (?, ?, ?, 1, ?, ?)
            ON CONFLICT (record_id) DO UPDATE SET at = excluded.at, pass = 1, due = excluded.due
            WHERE hub_erasure.pass > 1""";

    private ErasureTable() {}

    /** Joins the transaction that forgets the person: from then on it is done, whatever happens. */
    static void place(Tx tx, String record, String entity, Instant now) throws SQLException {
        tx.update(PLACE, record, entity, now, now);
    }

    /** Something came of somebody who was forgotten before: it is looked again, as if for the second time. */
    static void late(Tx tx, String record, String entity, Instant now) throws SQLException {
        tx.update(LATE, record, entity, now, now, now.plus(Erasures.SOON));
    }

    static List<Order> due(Tx tx, Instant now) throws SQLException {
        return tx.query(
                "SELECT record_id, entity, at, pass, looked, due FROM hub_erasure WHERE due <= ? ORDER BY due",
                row -> new Order(
                        row.getString(1),
                        row.getString(2),
                        Instant.ofEpochMilli(row.getLong(3)),
                        row.getInt(4),
                        Instant.ofEpochMilli(row.getLong(5)),
                        row.getLong(6)),
                now);
    }

    /** False when another process took it, or it was placed anew. */
    static boolean take(Tx tx, Order order, Instant until) throws SQLException {
        return tx.update(
                        "UPDATE hub_erasure SET due = ? WHERE record_id = ? AND due = ? AND pass = ?",
                        until,
                        order.record(),
                        order.due(),
                        order.pass())
                > 0;
    }

    static void again(Tx tx, Order order, Instant looked, Instant due) throws SQLException {
        tx.update(
                "UPDATE hub_erasure SET pass = pass + 1, looked = ?, due = ? WHERE record_id = ? AND due = ?",
                looked,
                due,
                order.record(),
                order.due());
    }

    /** False when it was placed anew meanwhile. */
    static boolean done(Tx tx, Order order) throws SQLException {
        return tx.update("DELETE FROM hub_erasure WHERE record_id = ? AND due = ?", order.record(), order.due()) > 0;
    }
}
