package io.serai.hub;

import io.serai.message.Ids;
import io.serai.message.Item;
import io.serai.message.LinkKey;
import io.serai.message.Note;
import io.serai.message.Outcome;
import io.serai.message.Waiting;
import io.serai.store.Store;
import io.serai.store.Tx;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Merges what systems say into records. All items of a batch in one transaction, which joins that of the route; the same items
 * again change nothing (Invariant 3), older ones overwrite nothing newer (Invariant 4).
 */
final class Merger {
    /** Name of the note with the fields whose match key another record owns. */
    static final String CONFLICT = "match-conflict";

    private final Store store;
    private final Models models;
    private final Kinds kinds;
    private final Ids ids;
    private final Clock clock;
    private final Waiting waiting;
    private final HubMetrics metrics;

    Merger(Store store, Models models, Kinds kinds, Ids ids, Clock clock, Waiting waiting, HubMetrics metrics) {
        this.store = store;
        this.models = models;
        this.kinds = kinds;
        this.ids = ids;
        this.clock = clock;
        this.waiting = waiting;
        this.metrics = metrics;
    }

    /** The items in the same order: live with the change as body, or settled because nothing changed. */
    List<Item> merge(List<Item> items) {
        List<Incoming> incoming =
                items.stream().map(item -> Incoming.read(item, models)).toList();
        List<Snapshot> snapshots = incoming.stream()
                .filter(Incoming::valid)
                .map(Incoming::snapshot)
                .toList();
        return store.write(tx -> {
            Workspace workspace = Workspace.load(tx, models, snapshots);
            List<Merged> merged = new ArrayList<>(items.size());
            for (Incoming each : incoming)
                merged.add(each.valid() ? merge(workspace, each) : Merged.refused(each.item()));
            workspace.save(clock.instant());
            release(tx, workspace.joined());
            tx.afterCommit(() -> merged.forEach(metrics::merged));
            return merged.stream().map(Merged::item).toList();
        });
    }

    private Merged merge(Workspace workspace, Incoming incoming) throws SQLException {
        Snapshot snapshot = incoming.snapshot();
        Cell cell = workspace.find(snapshot);
        boolean created = cell == null;
        if (created) cell = workspace.create(snapshot, ids.next());
        Item item = incoming.item().note(Note.RECORD, cell.record().id());
        if (cell.record().forgotten()) {
            cell.link(snapshot.identity());
            return Merged.settled(item, Outcome.Kind.SKIPPED_FILTERED, "forgotten", null);
        }
        Set<MatchKey> before = Resolution.keys(cell.model(), kinds, cell.contributions());
        boolean stale = cell.hear(snapshot);
        List<String> changed = cell.resolve(kinds);
        String conflict = match(workspace, cell, before);
        if (conflict != null) item = item.note(CONFLICT, conflict);
        item = item.note(Note.VERSION, Long.toString(cell.record().version()));
        if (created || !changed.isEmpty()) return Merged.changed(item, cell.record(), changed, created);
        return Merged.settled(
                item,
                stale ? Outcome.Kind.SKIPPED_STALE : Outcome.Kind.SKIPPED_UNCHANGED,
                stale ? "stale" : "no-change",
                conflict == null ? null : "another record is known by the same " + conflict);
    }

    /** The record's keys follow its values. Names the fields whose key another record owns, null for none. */
    private String match(Workspace workspace, Cell cell, Set<MatchKey> before) throws SQLException {
        String record = cell.record().id();
        Set<MatchKey> after = Resolution.keys(cell.model(), kinds, cell.contributions());
        for (MatchKey key : before) if (!after.contains(key)) workspace.release(key, record);
        List<String> conflicts = new ArrayList<>();
        for (MatchKey key : after) if (!workspace.claim(key, record)) conflicts.add(key.field());
        return conflicts.isEmpty() ? null : conflicts.stream().sorted().collect(Collectors.joining(","));
    }

    /** Who waited for an identity that turns out to be a record which targets know need not wait longer. */
    private void release(Tx tx, Map<Identity, String> joined) throws SQLException {
        if (joined.isEmpty() || !waiting.any()) return;
        Map<String, List<String>> targets = DeliveryTable.knownTo(tx, Set.copyOf(joined.values()));
        List<LinkKey> links = new ArrayList<>();
        joined.forEach((identity, record) -> targets.getOrDefault(record, List.of())
                .forEach(target ->
                        links.add(new LinkKey(identity.entity(), identity.system(), identity.externalId(), target))));
        if (!links.isEmpty()) waiting.released(links);
    }
}
