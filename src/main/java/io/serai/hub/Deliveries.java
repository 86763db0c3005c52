package io.serai.hub;

import io.serai.store.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What becomes of deliveries when records are merged, and when objects are deleted or merged in a target. */
final class Deliveries {
    private static final String OF =
            "SELECT record_id, target, object, identity, state, external_id FROM hub_delivery" + " WHERE record_id IN";
    private static final String MOVE = "UPDATE hub_delivery SET record_id = ?, known_as = COALESCE(known_as, ?)"
            + " WHERE record_id = ? AND target = ? AND object = ?";
    private static final String DROP = "DELETE FROM hub_delivery WHERE record_id = ? AND target = ? AND object = ?";
    private static final String AGAIN =
            "UPDATE hub_delivery SET state = 'overtaken', external_id = ?, fingerprint = NULL"
                    + " WHERE record_id = ? AND target = ? AND object = ?";
    private static final String GONE = "UPDATE hub_delivery SET state = 'gone', fingerprint = NULL"
            + " WHERE record_id = ? AND target = ? AND object = ?";

    /** A row, without what was written. */
    record Row(String record, DeliveryTable.Target target, String state, String externalId) {
        boolean isAnObject() {
            return externalId != null && !state.equals(DeliveryTable.GONE);
        }

        /** Nothing is there, and nothing may be. */
        boolean isNothing() {
            return state.equals(DeliveryTable.GONE) || externalId == null && state.equals("failed");
        }
    }

    private Deliveries() {}

    static List<Row> rows(Tx tx, Collection<String> records) throws SQLException {
        return Sql.in(tx, OF, Deliveries::row, records);
    }

    /**
     * Which records are being written to other objects of the target. Who has not answered for long does not any more: a delivery that
     * failed is not tried again once its record is forgotten.
     */
    static Set<String> underWay(Tx tx, DeliveryTable.Target target, Collection<String> records, Instant now)
            throws SQLException {
        Map<String, String> names = new HashMap<>(AliasTable.of(tx, records));
        records.forEach(id -> names.put(id, id));
        Set<String> underWay = new HashSet<>();
        Sql.in(
                        tx,
                        "SELECT record_id FROM hub_delivery WHERE target = ? AND object <> ? AND state = 'sending' AND at > ?"
                                + " AND record_id IN",
                        row -> row.getString(1),
                        names.keySet(),
                        target.system(),
                        target.object(),
                        now.minus(Hold.LONGEST))
                .forEach(id -> underWay.add(names.get(id)));
        return underWay;
    }

    /** Holds all that targets have of the records, and tells it. */
    static List<Row> hold(Tx tx, Collection<String> records) throws SQLException {
        Set<DeliveryTable.Target> held = new HashSet<>();
        while (true) {
            List<Row> rows = rows(tx, records);
            Set<DeliveryTable.Target> found = new HashSet<>();
            rows.forEach(row -> found.add(row.target()));
            if (!tx.concurrent() || held.containsAll(found)) return rows;
            Locks.deliveries(tx, found, records);
            held.addAll(found);
        }
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getString(1),
                new DeliveryTable.Target(row.getString(2), row.getString(3), row.getInt(4) != 0),
                row.getString(5),
                row.getString(6));
    }

    /**
     * The survivor's objects go on, those of the other where the survivor has none. What is left keeps the other's id and is not
     * written to again.
     *
     * @return the objects that their targets have too many now
     */
    static List<Row> move(Tx tx, String goes, String survivor) throws SQLException {
        Map<DeliveryTable.Target, Row> own = new HashMap<>();
        List<Row> others = new ArrayList<>();
        for (Row row : hold(tx, List.of(goes, survivor))) {
            if (row.record().equals(survivor)) own.put(row.target(), row);
            else others.add(row);
        }
        List<Row> extra = new ArrayList<>();
        for (Row other : others) {
            DeliveryTable.Target target = other.target();
            Row kept = own.get(target);
            if (kept != null && !(kept.isNothing() && other.isAnObject())) {
                if (other.isAnObject() && target.identity()) extra.add(other);
                continue;
            }
            if (kept != null) tx.update(DROP, survivor, target.system(), target.object());
            tx.update(MOVE, survivor, goes, goes, target.system(), target.object());
        }
        return extra;
    }

    /**
     * The system merged its object {@code from} into {@code into}: what was written to the one is written to the other.
     *
     * @return whether there is something to write
     */
    static boolean follow(Tx tx, String record, String system, String from, String into) throws SQLException {
        boolean again = false;
        List<Row> rows = objects(tx, record, system);
        for (Row row : rows) {
            DeliveryTable.Target target = row.target();
            if (!from.equals(row.externalId())) continue;
            if (!row.record().equals(record)) {
                tx.update(DROP, row.record(), target.system(), target.object());
                continue;
            }
            Row other = rows.stream()
                    .filter(each ->
                            into.equals(each.externalId()) && each.target().equals(target))
                    .findFirst()
                    .orElse(null);
            if (other != null) {
                tx.update(DROP, record, target.system(), target.object());
                tx.update(MOVE, record, other.record(), other.record(), target.system(), target.object());
            }
            again |= tx.update(AGAIN, into, record, target.system(), target.object()) > 0;
        }
        return again;
    }

    /** The system deleted its object. */
    static void gone(Tx tx, String record, String system, String externalId) throws SQLException {
        for (Row row : objects(tx, record, system)) {
            if (!externalId.equals(row.externalId())) continue;
            String sql = row.record().equals(record) ? GONE : DROP;
            tx.update(sql, row.record(), system, row.target().object());
        }
    }

    /**
     * The object is there again after all.
     *
     * @return whether there is something to write
     */
    static boolean back(Tx tx, String record, Identity identity) throws SQLException {
        return tx.update(
                        "UPDATE hub_delivery SET state = 'overtaken' WHERE record_id = ? AND target = ? AND external_id = ?"
                                + " AND state = 'gone'",
                        record,
                        identity.system(),
                        identity.externalId())
                > 0;
    }

    /** Of the record, and those too many that came with records which were merged into it. */
    private static List<Row> objects(Tx tx, String record, String system) throws SQLException {
        List<String> ids = new ArrayList<>(AliasTable.of(tx, record));
        ids.add(record);
        return hold(tx, ids).stream()
                .filter(row -> row.target().system().equals(system))
                .toList();
    }
}
