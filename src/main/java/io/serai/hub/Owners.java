package io.serai.hub;

import io.serai.store.Tx;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which record is found by which match key while a batch is merged: as it is stored, and as it is to be. Belongs to one transaction. */
final class Owners {
    private final Tx tx;
    private final Instant now;
    private final Map<MatchKey, String> stored = new HashMap<>();
    private final Map<MatchKey, String> owners = new HashMap<>();
    private final Set<MatchKey> locked = new HashSet<>();

    /** @param locked keys that the transaction holds already */
    Owners(Tx tx, Instant now, Set<MatchKey> locked) {
        this.tx = tx;
        this.now = now;
        this.locked.addAll(locked);
    }

    /** Reads the owners of these, and forgets all others. */
    void read(Set<MatchKey> keys) throws SQLException {
        stored.clear();
        owners.clear();
        load(keys);
    }

    private void load(Collection<MatchKey> keys) throws SQLException {
        Map<MatchKey, String> found = MatchTable.owners(tx, keys);
        for (MatchKey key : keys) {
            stored.put(key, found.get(key));
            owners.put(key, found.get(key));
        }
        owners.values().removeIf(owner -> owner == null);
    }

    private void hold(MatchKey key) throws SQLException {
        if (stored.containsKey(key) && (!tx.concurrent() || locked.contains(key))) return;
        if (locked.add(key)) Locks.identities(tx, Set.of(), Set.of(key));
        load(List.of(key));
    }

    Collection<String> records() {
        return owners.values();
    }

    /** Null when the key has none. */
    String of(MatchKey key) throws SQLException {
        hold(key);
        return owners.get(key);
    }

    /** Takes the key for the record, if it is free; tells who owns it now. */
    String claim(MatchKey key, String record) throws SQLException {
        if (!stored.containsKey(key)) load(List.of(key));
        if (owners.get(key) == null) hold(key);
        return owners.computeIfAbsent(key, free -> record);
    }

    /** The record waits for the key that another one owns. */
    void await(MatchKey key, String record) throws SQLException {
        hold(key);
        ClaimTable.add(tx, key, record, now);
    }

    /** Gives the key up, to who has waited longest for it if the record owns it; true when somebody had. */
    boolean release(MatchKey key, String record) throws SQLException {
        hold(key);
        ClaimTable.remove(tx, key, record);
        if (!record.equals(owners.get(key))) return false;
        owners.remove(key);
        String next = ClaimTable.first(tx, key).orElse(null);
        if (next == null) return false;
        owners.put(key, next);
        ClaimTable.remove(tx, key, next);
        return true;
    }

    /** The owner was merged into the other record before. */
    void merged(MatchKey key, String owner, String survivor) {
        owners.put(key, survivor);
        stored.replace(key, owner, survivor);
    }

    /** All keys of the one are the other's, also those that are stored. */
    void move(String from, String into) {
        owners.replaceAll((key, owner) -> owner.equals(from) ? into : owner);
        stored.replaceAll((key, owner) -> from.equals(owner) ? into : owner);
    }

    /** Writes what is not stored yet; the keys that somebody has since then. */
    Map<MatchKey, String> save() throws SQLException {
        Set<MatchKey> gone = new HashSet<>();
        Map<MatchKey, String> taken = new HashMap<>();
        stored.forEach((key, before) -> {
            String owner = owners.get(key);
            if (before != null && !before.equals(owner)) gone.add(key);
            if (owner != null && !owner.equals(before)) taken.put(key, owner);
        });
        MatchTable.remove(tx, gone);
        MatchTable.add(tx, taken);
        return taken;
    }
}
