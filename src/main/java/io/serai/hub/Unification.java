package io.serai.hub;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.store.Tx;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Makes one record of two because a person says so. */
final class Unification {
    private final Parts parts;

    Unification(Parts parts) {
        this.parts = parts;
    }

    United unite(Tx tx, String one, String other, Recognition.Cause cause) throws SQLException {
        Workspace workspace =
                Workspace.load(tx, parts.models(), parts.clock().instant(), Set.of(), Set.of(), Set.of(one, other));
        Cell a = cell(tx, workspace, one);
        Cell b = cell(tx, workspace, other);
        if (a == b) throw new NotUnited(false, "they are one record already");
        if (!a.record().entity().equals(b.record().entity()))
            throw new NotUnited(
                    false, "a " + a.record().entity() + " is no " + b.record().entity());
        Set<MatchKey> before = new TreeSet<>(a.keys(parts.kinds()));
        before.addAll(b.keys(parts.kinds()));
        Recognition recognition = new Recognition(tx, parts, workspace);
        Cell united = recognition.unite(a, b, cause);
        String merged = (united == a ? b : a).record().id();
        ObjectNode change = null;
        if (!united.record().forgotten()) {
            Set<String> changed = new TreeSet<>(united.resolve(parts.kinds()));
            Recognition.Settled settled = recognition.settle(united, before, false, null, null);
            changed.addAll(settled.changed());
            united = settled.cell();
            if (!united.record().forgotten())
                change = Merged.change(united.record(), List.copyOf(changed), List.of(merged));
        }
        workspace.save();
        recognition.release();
        HubRecord record = united.record();
        return new United(record.entity(), record.id(), merged, record.version(), change);
    }

    private static Cell cell(Tx tx, Workspace workspace, String id) throws SQLException {
        Cell cell = workspace.at(AliasTable.survivor(tx, id));
        if (cell == null) throw new NotUnited(true, "the hub has no record " + id);
        return cell;
    }
}
