package io.serai.hub;

import io.serai.store.Tx;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * What one transaction at a time may decide about, where several write. A transaction takes identities before records, and
 * records before deliveries, all of a kind with one call where it knows them: locks are shared, so batches of unrelated people meet too.
 */
final class Locks {
    private Locks() {}

    /** Which record an object is, and whom a value identifies. */
    static void identities(Tx tx, Collection<Identity> identities, Collection<MatchKey> keys) throws SQLException {
        if (!tx.concurrent()) return;
        List<String> names = new ArrayList<>(identities.size() + keys.size());
        for (Identity each : identities)
            names.add("hub:" + each.entity() + ":" + each.system() + ":" + each.externalId());
        for (MatchKey each : keys) names.add("hub:match:" + each.entity() + ":" + each.field() + ":" + each.hash());
        tx.lock(names);
    }

    /** What is known of a record. */
    static void records(Tx tx, Collection<String> ids) throws SQLException {
        if (!tx.concurrent()) return;
        tx.lock(ids.stream().map(id -> "hub-record:" + id).toList());
    }

    /** What a target has of a record. */
    static void deliveries(Tx tx, DeliveryTable.Target target, Collection<String> records) throws SQLException {
        deliveries(tx, Set.of(target), records);
    }

    /** What targets have of records. */
    static void deliveries(Tx tx, Collection<DeliveryTable.Target> targets, Collection<String> records)
            throws SQLException {
        if (!tx.concurrent()) return;
        List<String> names = new ArrayList<>(targets.size() * records.size());
        for (DeliveryTable.Target target : targets)
            for (String id : records) names.add("hub-delivery:" + target.system() + ":" + target.object() + ":" + id);
        tx.lock(names);
    }
}
