package io.serai.hub;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.serai.message.Item;
import io.serai.message.Note;
import io.serai.message.Outcome;
import io.serai.store.Tx;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * {@code hub:restore}: a system has an object after all that was taken as deleted there; named as for {@code hub:remove}. It says nothing of the object's
 * values, nor since when they hold: what the system said of it counts again, with its times as they were. A removal that is newer than the message stays,
 * and so does a merge.
 *
 * <p>The body becomes the change, always of a new version: targets, that system among them, are told what they missed. What was not gone is settled.
 */
final class Restore implements Whereabouts.Follower {
    private final Parts parts;

    Restore(Parts parts) {
        this.parts = parts;
    }

    @Override
    public Merged follow(Tx tx, Workspace workspace, Recognition recognition, Departure found) throws SQLException {
        Identity object = found.from().get(0);
        Cell cell = workspace.at(object);
        if (cell == null) return Merged.settled(found.item(), Outcome.Kind.SKIPPED_FILTERED, "unknown-object", null);
        Item item = found.item().note(Note.RECORD, cell.record().id());
        if (cell.record().forgotten()) return Merged.settled(item, Outcome.Kind.SKIPPED_FILTERED, "forgotten", null);
        Set<MatchKey> before = cell.keys(parts.kinds());
        if (!cell.restore(object, found.stamp()))
            return Merged.settled(item, Outcome.Kind.SKIPPED_UNCHANGED, "known", null);
        Deliveries.back(tx, cell.record().id(), object);
        cell.tell();
        Set<String> changed = new TreeSet<>(cell.resolve(parts.kinds()));
        Recognition.Settled settled = recognition.settle(
                cell, before, false, object.system(), found.stamp().message());
        cell = settled.cell();
        if (cell.record().forgotten()) return Merged.forgotten(item, cell.record());
        changed.addAll(settled.changed());
        workspace.note(HistoryTable.change(cell.record(), false, changed, List.of(), found.stamp(), object.system()));
        workspace.note(new HistoryTable.Entry(
                cell.record().id(),
                cell.record().version(),
                "return",
                object.system(),
                found.stamp().message(),
                JsonNodeFactory.instance.objectNode().put("id", object.externalId())));
        item = item.note(Note.RECORD, cell.record().id())
                .note(Note.VERSION, Long.toString(cell.record().version()));
        return Merged.changed(item, cell.record(), List.copyOf(changed), settled.united(), false);
    }
}
