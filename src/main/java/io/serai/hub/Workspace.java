package io.serai.hub;

import io.serai.store.Tx;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The records that a batch touches, loaded with few queries, changed in memory so that items of one record see each other, and
 * written back together. Belongs to one transaction.
 */
final class Workspace {
    private final Tx tx;
    private final Models models;
    private final Map<Identity, String> links = new HashMap<>();
    private final Map<MatchKey, String> storedOwners = new HashMap<>();
    private final Map<MatchKey, String> owners = new HashMap<>();
    private final Map<String, Cell> cells = new LinkedHashMap<>();
    private final Set<MatchKey> locked = new HashSet<>();
    private final Map<Identity, String> joined = new HashMap<>();

    private Workspace(Tx tx, Models models) {
        this.tx = tx;
        this.models = models;
    }

    static Workspace load(Tx tx, Models models, Collection<Snapshot> snapshots) throws SQLException {
        Workspace workspace = new Workspace(tx, models);
        Set<Identity> identities = new HashSet<>();
        Set<MatchKey> keys = new HashSet<>();
        for (Snapshot snapshot : snapshots) {
            identities.add(snapshot.identity());
            keys.addAll(keys(snapshot));
        }
        Locks.identities(tx, identities, keys);
        workspace.locked.addAll(keys);
        Set<String> held = workspace.locate(identities, keys);
        // Who held a record may have given a key of it away, so look again until what is found is what is held.
        while (tx.concurrent() && !held.isEmpty()) {
            Locks.records(tx, held);
            Set<String> found = workspace.locate(identities, keys);
            if (held.containsAll(found)) break;
            held = found;
        }
        workspace.loadCells(workspace.found());
        return workspace;
    }

    private Set<String> locate(Set<Identity> identities, Set<MatchKey> keys) throws SQLException {
        links.clear();
        links.putAll(LinkTable.records(tx, identities));
        storedOwners.clear();
        owners.clear();
        loadOwners(keys);
        return found();
    }

    private Set<String> found() {
        Set<String> ids = new HashSet<>(links.values());
        ids.addAll(owners.values());
        return ids;
    }

    /** What an object is recognised by, the strongest first. */
    static List<MatchKey> keys(Snapshot snapshot) {
        Model model = snapshot.model();
        return model.match().stream()
                .flatMap(field ->
                        MatchKey.of(model.entity(), field, snapshot.values().get(field)).stream())
                .toList();
    }

    private void loadOwners(Collection<MatchKey> keys) throws SQLException {
        Map<MatchKey, String> found = MatchTable.owners(tx, keys);
        for (MatchKey key : keys) {
            storedOwners.put(key, found.get(key));
            owners.put(key, found.get(key));
        }
        owners.values().removeIf(owner -> owner == null);
    }

    private void loadCells(Set<String> ids) throws SQLException {
        RecordTable.load(tx, ids)
                .forEach((id, record) -> cells.put(id, new Cell(models.known(record.entity()), record)));
        for (LinkTable.Link link : LinkTable.of(tx, models, ids))
            cells.get(link.record()).loaded(link.identity(), link.contribution());
        DeliveryTable.echoes(tx, ids).forEach(each -> cells.get(each.record()).loaded(each.target(), each.echo()));
    }

    /** The record that the snapshot is about; by its link, else by what it is recognised by; null when it is a new one. */
    Cell find(Snapshot snapshot) {
        String linked = links.get(snapshot.identity());
        if (linked != null) return cells.get(linked);
        for (MatchKey key : keys(snapshot)) {
            String owner = owners.get(key);
            if (owner != null) return join(snapshot.identity(), cells.get(owner));
        }
        return null;
    }

    private Cell join(Identity identity, Cell cell) {
        links.put(identity, cell.record().id());
        joined.put(identity, cell.record().id());
        return cell;
    }

    Cell create(Snapshot snapshot, String id) {
        Cell cell = Cell.create(snapshot.model(), id);
        cells.put(id, cell);
        links.put(snapshot.identity(), id);
        return cell;
    }

    /** Takes the key for the record; false when another one owns it, and keeps it. */
    boolean claim(MatchKey key, String record) throws SQLException {
        if (!storedOwners.containsKey(key)) loadOwners(List.of(key));
        if (tx.concurrent() && storedOwners.get(key) == null && owners.get(key) == null && locked.add(key)) {
            Locks.identities(tx, Set.of(), Set.of(key));
            loadOwners(List.of(key));
        }
        return owners.computeIfAbsent(key, free -> record).equals(record);
    }

    /** Gives the key up if the record owns it. */
    void release(MatchKey key, String record) throws SQLException {
        if (!storedOwners.containsKey(key)) loadOwners(List.of(key));
        owners.remove(key, record);
    }

    void save(Instant now) throws SQLException {
        RecordTable.save(
                tx,
                cells.values().stream()
                        .filter(Cell::recordUnsaved)
                        .map(Cell::record)
                        .toList(),
                now);
        LinkTable.save(
                tx,
                models,
                cells.values().stream()
                        .flatMap(cell -> cell.unsavedLinks().stream())
                        .toList(),
                now);
        DeliveryTable.heard(
                tx,
                cells.values().stream()
                        .flatMap(cell -> cell.speakers().stream()
                                .map(system ->
                                        new DeliveryTable.Speaker(cell.record().id(), system)))
                        .toList());
        Set<MatchKey> gone = new HashSet<>();
        Map<MatchKey, String> taken = new HashMap<>();
        storedOwners.forEach((key, stored) -> {
            String owner = owners.get(key);
            if (stored != null && !stored.equals(owner)) gone.add(key);
            if (owner != null && !owner.equals(stored)) taken.put(key, owner);
        });
        MatchTable.remove(tx, gone);
        MatchTable.add(tx, taken);
        EngagementTable.adopt(tx, taken);
    }

    /** Identities that were found to be a record that exists already. */
    Map<Identity, String> joined() {
        return joined;
    }
}
