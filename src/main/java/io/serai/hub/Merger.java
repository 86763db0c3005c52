package io.serai.hub;

import io.serai.message.Item;
import io.serai.message.Note;
import io.serai.message.Outcome;
import io.serai.store.Tx;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Merges what systems say into records. All items of a batch in one transaction, which joins that of the route; the same items
 * again change nothing (Invariant 3), older ones overwrite nothing newer (Invariant 4).
 */
final class Merger {
    /** Name of the note with the fields whose match key another record owns. */
    static final String CONFLICT = "match-conflict";

    private final Parts parts;

    Merger(Parts parts) {
        this.parts = parts;
    }

    /** The items in the same order: live with the change as body, or settled because nothing changed. */
    List<Item> merge(List<Item> items) {
        List<Incoming> incoming =
                items.stream().map(item -> Incoming.read(item, parts.models())).toList();
        List<Snapshot> snapshots = incoming.stream()
                .filter(Incoming::valid)
                .map(Incoming::snapshot)
                .toList();
        return parts.store().write(tx -> {
            Workspace workspace =
                    Workspace.load(tx, parts.models(), parts.clock().instant(), snapshots);
            Recognition recognition = new Recognition(tx, parts, workspace);
            List<Merged> merged = new ArrayList<>(items.size());
            for (Incoming each : incoming)
                merged.add(each.valid() ? merge(tx, workspace, recognition, each) : Merged.refused(each.item()));
            workspace.save();
            recognition.release();
            tx.afterCommit(() -> merged.forEach(parts.metrics()::merged));
            return merged.stream().map(Merged::item).toList();
        });
    }

    private Merged merge(Tx tx, Workspace workspace, Recognition recognition, Incoming incoming) throws SQLException {
        Snapshot snapshot = incoming.snapshot();
        Cell cell = workspace.find(snapshot);
        boolean created = cell == null;
        if (created)
            cell = workspace.create(
                    snapshot.model(), snapshot.identity(), parts.ids().next());
        if (cell.record().forgotten()) return forgotten(incoming.item(), cell, snapshot);
        Set<MatchKey> before = cell.keys(parts.kinds());
        boolean unheard = cell.unheard();
        boolean stale = hear(tx, cell, snapshot);
        long version = cell.record().version();
        Set<String> changed = new TreeSet<>(cell.resolve(parts.kinds()));
        Recognition.Settled settled = recognition.settle(
                cell,
                before,
                unheard,
                snapshot.identity().system(),
                snapshot.stamp().message());
        cell = settled.cell();
        if (cell.record().forgotten()) {
            boolean wasKnown = !created || settled.united().size() > 1;
            return wasKnown
                    ? Merged.forgotten(incoming.item(), cell.record())
                    : forgotten(incoming.item(), cell, snapshot);
        }
        changed.addAll(settled.changed());
        workspace.note(HistoryTable.change(
                cell.record(),
                created && settled.united().isEmpty(),
                changed,
                cell.losses(parts.kinds()),
                snapshot.stamp(),
                snapshot.identity().system()));
        String conflict = settled.conflicts().isEmpty() ? null : String.join(",", settled.conflicts());
        Item item = incoming.item()
                .note(Note.RECORD, cell.record().id())
                .note(Note.VERSION, Long.toString(cell.record().version()));
        if (conflict != null) item = item.note(CONFLICT, conflict);
        if (cell.record().version() != version || !settled.united().isEmpty())
            return Merged.changed(item, cell.record(), List.copyOf(changed), settled.united(), created);
        return Merged.settled(
                item,
                stale ? Outcome.Kind.SKIPPED_STALE : Outcome.Kind.SKIPPED_UNCHANGED,
                stale ? "stale" : "no-change",
                conflict == null ? null : "another record is known by the same " + conflict);
    }

    private static boolean hear(Tx tx, Cell cell, Snapshot snapshot) throws SQLException {
        boolean gone = cell.gone().contains(snapshot.identity());
        boolean stale = cell.hear(snapshot);
        if (gone
                && !cell.gone().contains(snapshot.identity())
                && Deliveries.back(tx, cell.record().id(), snapshot.identity())) cell.tell();
        return stale;
    }

    private static Merged forgotten(Item item, Cell cell, Snapshot snapshot) {
        cell.link(snapshot.identity());
        return Merged.settled(
                item.note(Note.RECORD, cell.record().id()), Outcome.Kind.SKIPPED_FILTERED, "forgotten", null);
    }
}
