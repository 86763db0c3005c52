package io.serai.hub;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.message.Item;
import io.serai.message.LinkKey;
import io.serai.message.Note;
import io.serai.message.Outcome;
import io.serai.store.Tx;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * {@code hub:unite} and {@code hub:remove}: follows what systems do to their own objects. All items in one transaction; the same
 * items again, in any order with other messages of the objects, change nothing (Invariants 3 and 4).
 *
 * <p><b>{@code hub:unite}</b>: the system merged an object into another one. The body is {@code {"from": "7", "into": "8"}}, or
 * {@code "from"} is a list; or the notes of an earlier {@code hub:unite} say so, as when the same people have consents. If they were
 * two records, the older one survives, the other id leads to it. What {@code from} said counts only where nobody else says anything,
 * but for decisions, which all count.
 *
 * <p><b>{@code hub:remove}</b>: the system deleted an object: that of the note external-id, else of the body's {@code id}, else of the
 * message's subject. What only it said stays, and gives way to whatever others say. The link stays, so that an older message of the
 * object changes nothing; a newer one shows that it is back. Deliveries do not create it there again.
 *
 * <p>The body becomes the change, as that of {@code hub:merge}, with {@code united} (ids of merged records) and {@code gone: true} when
 * no system has the record any more: it keeps what was known, and whether a target is to delete it is the route's to say. What
 * changes no record is settled.
 */
final class Departures implements Whereabouts.Follower {
    private final Parts parts;

    Departures(Parts parts) {
        this.parts = parts;
    }

    /** Who waits for an object that is gone need not wait longer: it is told so. */
    @Override
    public void after(Tx tx, List<Departure> all) throws SQLException {
        if (!parts.waiting().any()) return;
        Map<Identity, String> lost = new HashMap<>();
        for (Departure each : all)
            if (each.valid() && each.into() == null) lost.putAll(LinkTable.records(tx, each.from()));
        if (lost.isEmpty()) return;
        Map<String, List<Identity>> names = LinkTable.identities(tx, Set.copyOf(lost.values()));
        List<LinkKey> links = new ArrayList<>();
        lost.forEach((object, record) -> names.getOrDefault(record, List.of())
                .forEach(name ->
                        links.add(new LinkKey(name.entity(), name.system(), name.externalId(), object.system()))));
        if (!links.isEmpty()) parts.waiting().released(links);
    }

    @Override
    public Merged follow(Tx tx, Workspace workspace, Recognition recognition, Departure departure) throws SQLException {
        List<String> united = new ArrayList<>();
        Set<MatchKey> before = new TreeSet<>();
        Cell cell = departure.into() == null ? null : workspace.at(departure.into());
        for (Identity from : departure.from()) {
            Cell other = workspace.at(from);
            if (cell == null) cell = other;
            else if (other != null && other != cell) cell = unite(recognition, departure, cell, other, before, united);
        }
        boolean known = cell != null;
        if (!known) cell = create(workspace, departure);
        before.addAll(cell.keys(parts.kinds()));
        link(workspace, departure, cell);
        Item item = departure.item().note(Note.RECORD, cell.record().id());
        if (cell.record().forgotten()) return forgotten(item, cell, united);
        long version = united.isEmpty() ? cell.record().version() : -1;
        boolean lost = lose(tx, workspace, departure, cell);
        Set<String> changed = new TreeSet<>(cell.resolve(parts.kinds()));
        Recognition.Settled settled = recognition.settle(
                cell,
                before,
                false,
                departure.from().get(0).system(),
                departure.stamp().message());
        united.addAll(settled.united());
        changed.addAll(settled.changed());
        cell = settled.cell();
        String system = departure.from().get(0).system();
        if (known && !cell.record().forgotten())
            workspace.note(HistoryTable.change(cell.record(), false, changed, List.of(), departure.stamp(), system));
        item = item.note(Note.RECORD, cell.record().id())
                .note(Note.VERSION, Long.toString(cell.record().version()));
        if (cell.record().forgotten()) return forgotten(item, cell, united);
        if (!known) return Merged.settled(item, Outcome.Kind.SKIPPED_FILTERED, "unknown-object", null);
        if (cell.record().version() != version || !settled.united().isEmpty())
            return Merged.changed(item, cell.record(), List.copyOf(changed), united, false);
        return Merged.settled(item, Outcome.Kind.SKIPPED_UNCHANGED, lost ? "no-change" : "known", null);
    }

    /** A record that became one with a forgotten one was erased: whoever has it is told. */
    private static Merged forgotten(Item item, Cell cell, List<String> united) {
        return united.isEmpty()
                ? Merged.settled(item, Outcome.Kind.SKIPPED_FILTERED, "forgotten", null)
                : Merged.forgotten(item, cell.record());
    }

    private Cell unite(
            Recognition recognition,
            Departure departure,
            Cell cell,
            Cell other,
            Set<MatchKey> before,
            List<String> united)
            throws SQLException {
        before.addAll(cell.keys(parts.kinds()));
        before.addAll(other.keys(parts.kinds()));
        String at = departure.into().system();
        Cell one = recognition.unite(
                cell,
                other,
                new Recognition.Cause(AuditTrail.HUB, at, departure.stamp().message(), "merged in " + at));
        united.add((one == cell ? other : cell).record().id());
        return one;
    }

    /** Of objects that nothing was known of, so that an older message which is still on its way does not bring them back. */
    private Cell create(Workspace workspace, Departure departure) {
        return workspace.create(
                departure.model(), departure.from().get(0), parts.ids().next());
    }

    private static void link(Workspace workspace, Departure departure, Cell cell) {
        List<Identity> all = new ArrayList<>(departure.from());
        if (departure.into() != null) all.add(departure.into());
        for (Identity identity : all) {
            if (workspace.at(identity) == null) workspace.link(identity, cell);
            else cell.link(identity);
        }
    }

    private static boolean lose(Tx tx, Workspace workspace, Departure departure, Cell cell) throws SQLException {
        Identity into = departure.into();
        boolean lost = false;
        for (Identity from : departure.from()) {
            Gone how = new Gone(departure.stamp(), into == null ? null : into.externalId());
            if (!cell.lose(from, how)) continue;
            lost = true;
            String record = cell.record().id();
            if (into == null) Deliveries.gone(tx, record, from.system(), from.externalId());
            else if (Deliveries.follow(tx, record, from.system(), from.externalId(), into.externalId())) cell.tell();
            workspace.note(entry(departure, cell, from));
        }
        return lost;
    }

    private static HistoryTable.Entry entry(Departure departure, Cell cell, Identity from) {
        ObjectNode detail = JsonNodeFactory.instance.objectNode().put("id", from.externalId());
        if (departure.into() != null) detail.put("into", departure.into().externalId());
        return new HistoryTable.Entry(
                cell.record().id(),
                cell.record().version(),
                "removal",
                from.system(),
                departure.stamp().message(),
                detail);
    }
}
