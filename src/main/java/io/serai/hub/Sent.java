package io.serai.hub;

import io.serai.store.Tx;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Deliveries that a target answered. A record may have become one with another while its delivery was under way: what was written
 * then is the other's, under the id that the target was told, or one object too many.
 *
 * @param survivors of the records that were merged
 * @param before what was stored of each
 */
record Sent(DeliveryTable.Target target, Map<String, String> survivors, Map<String, DeliveryTable.Delivery> before) {

    /** Holds the deliveries of the records, and of those that they became. */
    static Sent hold(Tx tx, DeliveryTable.Target target, Collection<String> records) throws SQLException {
        Set<String> held = new HashSet<>(records);
        Locks.deliveries(tx, target, held);
        Map<String, String> survivors = AliasTable.survivors(tx, records);
        while (tx.concurrent() && !held.containsAll(survivors.values())) {
            held.addAll(survivors.values());
            Locks.deliveries(tx, target, survivors.values());
            survivors = AliasTable.survivors(tx, records);
        }
        held.addAll(survivors.values());
        return new Sent(target, survivors, DeliveryTable.of(tx, target, held));
    }

    String survivor(String record) {
        return survivors.getOrDefault(record, record);
    }

    /** The record under whose id the delivery is stored now. */
    String row(String record) {
        String survivor = survivors.get(record);
        if (survivor == null || before.containsKey(record)) return record;
        DeliveryTable.Delivery moved = before.get(survivor);
        return moved != null && record.equals(moved.knownAs()) ? survivor : record;
    }

    /** What was stored under the id of a merged record is the survivor's, if it has none of its own. */
    void settle(Tx tx) throws SQLException {
        for (Map.Entry<String, String> each : survivors.entrySet())
            if (!before.containsKey(each.getValue())) Deliveries.move(tx, each.getKey(), each.getValue());
    }
}
