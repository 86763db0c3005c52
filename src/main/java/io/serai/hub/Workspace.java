package io.serai.hub;

import io.serai.store.Tx;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
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
    private final Instant now;
    private final Map<Identity, String> links = new HashMap<>();
    private final Owners owners;
    private final Map<String, Cell> cells = new LinkedHashMap<>();
    private final Map<Identity, String> joined = new HashMap<>();
    private final Set<Identity> created = new HashSet<>();
    private final List<HistoryTable.Entry> history = new ArrayList<>();

    /** @param held keys that the transaction holds */
    private Workspace(Tx tx, Models models, Instant now, Set<MatchKey> held) {
        this.tx = tx;
        this.models = models;
        this.now = now;
        this.owners = new Owners(tx, now, held);
    }

    static Workspace load(Tx tx, Models models, Instant now, Collection<Snapshot> snapshots) throws SQLException {
        Set<Identity> identities = new HashSet<>();
        Set<MatchKey> keys = new HashSet<>();
        for (Snapshot snapshot : snapshots) {
            identities.add(snapshot.identity());
            keys.addAll(keys(snapshot));
        }
        return load(tx, models, now, identities, keys, Set.of());
    }

    /** @param records that are named by their ids; of one that was merged, the survivor is loaded */
    static Workspace load(
            Tx tx, Models models, Instant now, Set<Identity> identities, Set<MatchKey> keys, Set<String> records)
            throws SQLException {
        Locks.identities(tx, identities, keys);
        Workspace workspace = new Workspace(tx, models, now, keys);
        Set<String> held = workspace.locate(identities, keys, records);
        // Who held a record may have given it or a key of it away, so look again until what is found is what is held.
        while (tx.concurrent() && !held.isEmpty()) {
            Locks.records(tx, held);
            Set<String> found = workspace.locate(identities, keys, records);
            if (held.containsAll(found)) break;
            held = found;
        }
        workspace.loadCells(workspace.found(records));
        return workspace;
    }

    private Set<String> locate(Set<Identity> identities, Set<MatchKey> keys, Set<String> records) throws SQLException {
        links.clear();
        links.putAll(LinkTable.records(tx, identities));
        owners.read(keys);
        return found(records);
    }

    private Set<String> found(Set<String> records) throws SQLException {
        Set<String> ids = new HashSet<>(links.values());
        ids.addAll(owners.records());
        if (records.isEmpty()) return ids;
        Map<String, String> survivors = AliasTable.survivors(tx, records);
        records.forEach(id -> ids.add(survivors.getOrDefault(id, id)));
        return ids;
    }

    /** What an object is recognised by, the strongest first. */
    static List<MatchKey> keys(Snapshot snapshot) {
        Model model = snapshot.model();
        return model.match().stream()
                .flatMap(match ->
                        MatchKey.of(
                                model.entity(), match.field(), snapshot.values().get(match.field()))
                                .stream())
                .toList();
    }

    private void loadCells(Set<String> ids) throws SQLException {
        if (ids.isEmpty()) return;
        RecordTable.load(tx, ids)
                .forEach((id, record) -> cells.put(id, new Cell(models.known(record.entity()), record)));
        for (LinkTable.Link link : LinkTable.of(tx, models, ids))
            cells.get(link.record()).loaded(link);
        Map<String, String> aliases = AliasTable.of(tx, ids);
        Set<String> written = new HashSet<>(ids);
        written.addAll(aliases.keySet());
        DeliveryTable.echoes(tx, written)
                .forEach(each -> cells.get(aliases.getOrDefault(each.record(), each.record()))
                        .loaded(each.target(), each.externalId(), each.echo(), each.version()));
    }

    /** The record that the snapshot is about; by its link, else by what it is recognised by; null when it is a new one. */
    Cell find(Snapshot snapshot) throws SQLException {
        Cell linked = at(snapshot.identity());
        if (linked != null) return linked;
        for (MatchKey key : keys(snapshot)) {
            Cell owner = owner(key);
            if (owner != null) return join(snapshot.identity(), owner);
        }
        return null;
    }

    /** The record that the object is, by its link; null when there is none. */
    Cell at(Identity identity) {
        String linked = links.get(identity);
        return linked == null ? null : cells.get(linked);
    }

    /** The record of that id; null when it was not asked for at the beginning. */
    Cell at(String record) {
        return cells.get(record);
    }

    /** The record, where no more than one was asked for; null when there is none. */
    Cell only() {
        return cells.values().stream().findFirst().orElse(null);
    }

    private Cell join(Identity identity, Cell cell) {
        links.put(identity, cell.record().id());
        joined.put(identity, cell.record().id());
        return cell;
    }

    Cell create(Model model, Identity identity, String id) {
        Cell cell = Cell.create(model, id);
        cells.put(id, cell);
        links.put(identity, id);
        created.add(identity);
        return cell;
    }

    /** Links an object that nothing was known of. */
    void link(Identity identity, Cell cell) {
        join(identity, cell);
        cell.link(identity);
    }

    /** Takes the key for the record, if it is free; tells who owns it now. */
    String claim(MatchKey key, String record) throws SQLException {
        return owners.claim(key, record);
    }

    /** The record waits for the key that another one owns. */
    void await(MatchKey key, String record) throws SQLException {
        owners.await(key, record);
    }

    /** Gives the key up, to who has waited longest for it if the record owns it. */
    void release(MatchKey key, String record) throws SQLException {
        if (owners.release(key, record)) owner(key);
    }

    /** The owner of the key, loaded; null when the key has none any more. */
    Cell owner(MatchKey key) throws SQLException {
        String id = owners.of(key);
        while (id != null && !cells.containsKey(id)) {
            Locks.records(tx, Set.of(id));
            // Who holds a key is the only one to give it away; but who owned it may have been merged meanwhile.
            String still = AliasTable.survivor(tx, id);
            if (id.equals(still)) {
                loadCells(Set.of(id));
                return cells.get(id);
            }
            owners.merged(key, id, still);
            id = still;
        }
        return id == null ? null : cells.get(id);
    }

    /**
     * Makes one record of two; the rows of the other are the survivor's at once, what both say is saved with the rest.
     *
     * @return the objects that targets have too many now
     */
    List<Deliveries.Row> unite(Cell survivor, Cell other) throws SQLException {
        String id = survivor.record().id();
        String goes = other.record().id();
        survivor.absorb(other);
        cells.remove(goes);
        links.replaceAll((identity, record) -> record.equals(goes) ? id : record);
        survivor.contributions().keySet().forEach(identity -> joined.put(identity, id));
        owners.move(goes, id);
        history.replaceAll(entry -> entry.record().equals(goes) ? entry.of(id) : entry);
        AliasTable.add(tx, goes, id);
        HistoryTable.move(tx, goes, id);
        LinkTable.move(tx, goes, id);
        MatchTable.move(tx, goes, id);
        ClaimTable.move(tx, goes, id);
        EngagementTable.move(tx, goes, id);
        RecordTable.remove(tx, goes);
        return Deliveries.move(tx, goes, id);
    }

    /** Of a forgotten one, or one that is to be: erases all that was said; what it is recognised by stays. */
    void erase(Cell cell) throws SQLException {
        String id = cell.record().id();
        for (MatchKey key : cell.allKeys()) if (!claim(key, id).equals(id)) await(key, id);
        cell.forget();
        history.removeIf(entry -> entry.record().equals(id));
        LinkTable.erase(tx, id);
        HistoryTable.erase(tx, id);
        EngagementTable.erase(tx, id);
        List<String> ids = AliasTable.of(tx, id);
        ids.add(id);
        for (String each : ids) DeliveryTable.erase(tx, each);
        RecordTable.erase(tx, id, cell.record().version(), now);
        ErasureTable.place(tx, id, cell.record().entity(), now);
    }

    /** @param entry null for none */
    void note(HistoryTable.Entry entry) {
        if (entry != null) history.add(entry);
    }

    void save() throws SQLException {
        HistoryTable.add(tx, history, now);
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
        DeliveryTable.overwritten(
                tx,
                cells.values().stream()
                        .flatMap(cell -> cell.overwritten().stream()
                                .map(object -> new DeliveryTable.Overwritten(
                                        cell.record().id(),
                                        object,
                                        cell.record().version() - 1)))
                        .toList());
        Map<MatchKey, String> taken = owners.save();
        Map<MatchKey, String> forgotten = new HashMap<>(taken);
        forgotten
                .values()
                .removeIf(owner ->
                        !cells.containsKey(owner) || !cells.get(owner).record().forgotten());
        taken.keySet().removeAll(forgotten.keySet());
        EngagementTable.adopt(tx, taken);
        EngagementTable.drop(tx, forgotten.keySet());
    }

    /** Identities that became a record of their own. */
    Set<Identity> created() {
        return created;
    }

    /** Identities that were found to be a record that exists already. */
    Map<Identity, String> joined() {
        return joined;
    }
}
