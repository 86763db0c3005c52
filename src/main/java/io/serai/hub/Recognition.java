package io.serai.hub;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.message.Json;
import io.serai.message.LinkKey;
import io.serai.store.Tx;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Who is who: keys follow the values of records, and records that turn out to be one become one. Belongs to one transaction. */
final class Recognition {
    private final Tx tx;
    private final Parts parts;
    private final Workspace workspace;

    Recognition(Tx tx, Parts parts, Workspace workspace) {
        this.tx = tx;
        this.parts = parts;
        this.workspace = workspace;
    }

    /**
     * Why two records become one.
     *
     * @param who a person, or {@link AuditTrail#HUB}
     * @param system that said so; null for a person
     * @param message that said so; null for a person
     * @param reason free of values
     */
    record Cause(String who, String system, String message, String reason) {}

    /**
     * A record whose keys are settled.
     *
     * @param changed paths that merging changed
     * @param united ids of records that were merged
     * @param conflicts match fields whose key another record keeps
     */
    record Settled(Cell cell, List<String> changed, List<String> united, List<String> conflicts) {}

    /**
     * Lets the record's keys follow its values, as often as that leads to another record which is the same one.
     *
     * @param unheard whether this is the first that is heard of it: then it is recognised like an object that nothing was known of
     */
    Settled settle(Cell cell, Set<MatchKey> before, boolean unheard, String system, String message)
            throws SQLException {
        Set<MatchKey> had = new TreeSet<>(before);
        Set<String> changed = new TreeSet<>();
        List<String> united = new ArrayList<>();
        Cell now = cell;
        while (!now.record().forgotten()) {
            Set<String> conflicts = new TreeSet<>();
            Same same = same(now, unheard && united.isEmpty(), conflicts);
            if (same == null) {
                Set<MatchKey> after = now.keys(parts.kinds());
                for (MatchKey key : had)
                    if (!after.contains(key))
                        workspace.release(key, now.record().id());
                return new Settled(now, List.copyOf(changed), united, List.copyOf(conflicts));
            }
            had.addAll(now.keys(parts.kinds()));
            had.addAll(same.cell().keys(parts.kinds()));
            Cause cause = new Cause(AuditTrail.HUB, system, message, "the same " + same.field());
            Cell one = unite(now, same.cell(), cause);
            united.add((one == now ? same.cell() : now).record().id());
            changed.addAll(one.resolve(parts.kinds()));
            now = one;
        }
        return new Settled(now, List.of(), united, List.of());
    }

    private record Same(Cell cell, String field) {}

    /** A record that has a key of this one and may be merged with it; null when there is none. */
    private Same same(Cell cell, boolean unheard, Set<String> conflicts) throws SQLException {
        String id = cell.record().id();
        for (MatchKey key : cell.keys(parts.kinds())) {
            String owner = workspace.claim(key, id);
            if (owner.equals(id)) continue;
            Cell other = workspace.owner(key);
            if (other == null || other == cell) owner = workspace.claim(key, id);
            else if (unheard || mayUnite(cell, other, key.field())) return new Same(other, key.field());
            if (owner.equals(id)) continue;
            workspace.await(key, id);
            conflicts.add(key.field());
        }
        return null;
    }

    private boolean mayUnite(Cell one, Cell other, String field) throws SQLException {
        Match.Unite rule = one.model().match().stream()
                .filter(match -> match.field().equals(field))
                .findFirst()
                .map(Match::unite)
                .orElse(Match.Unite.NEVER);
        if (rule != Match.Unite.SYSTEMS) return rule == Match.Unite.ALWAYS;
        Set<String> systems = systems(one);
        systems.retainAll(systems(other));
        return systems.isEmpty();
    }

    /** Where the record has an object of its own; what was only delivered there follows from the others. */
    private Set<String> systems(Cell cell) throws SQLException {
        Set<Identity> delivered = new HashSet<>();
        String id = cell.record().id();
        Deliveries.rows(tx, Set.of(id)).stream()
                .filter(row -> row.target().identity() && row.externalId() != null)
                .forEach(row -> delivered.add(
                        new Identity(cell.record().entity(), row.target().system(), row.externalId())));
        Set<String> systems = new HashSet<>();
        for (Identity identity : cell.contributions().keySet())
            if (!cell.gone().contains(identity) && !delivered.contains(identity)) systems.add(identity.system());
        return systems;
    }

    /** Makes one record of two. What is kept is resolved by the caller; of a forgotten one, nothing is kept. */
    Cell unite(Cell a, Cell b, Cause cause) throws SQLException {
        Cell survivor = survives(a, b) ? a : b;
        Cell other = survivor == a ? b : a;
        String id = survivor.record().id();
        String goes = other.record().id();
        List<Deliveries.Row> extra = workspace.unite(survivor, other);
        if (survivor.record().forgotten()) {
            workspace.erase(survivor);
        } else {
            note(survivor, goes, cause, extra);
        }
        ObjectNode subject = JsonNodeFactory.instance
                .objectNode()
                .put("entity", survivor.record().entity())
                .put("survivor", id)
                .put("merged", goes)
                .put("reason", cause.reason());
        if (cause.message() != null) subject.put("message", cause.message());
        parts.audit().note(cause.who(), "merge", Json.text(subject), 1);
        return survivor;
    }

    /** Who is forgotten stays so; else the older one survives, whichever was named first. */
    private static boolean survives(Cell a, Cell b) {
        if (a.record().forgotten() != b.record().forgotten()) return a.record().forgotten();
        return a.record().id().compareTo(b.record().id()) < 0;
    }

    private void note(Cell survivor, String goes, Cause cause, List<Deliveries.Row> extra) {
        ObjectNode detail = JsonNodeFactory.instance
                .objectNode()
                .put("merged", goes)
                .put("who", cause.who())
                .put("reason", cause.reason());
        for (Deliveries.Row row : extra)
            detail.withArray("extra")
                    .addObject()
                    .put("target", row.target().system())
                    .put("object", row.target().object())
                    .put("id", row.externalId());
        workspace.note(new HistoryTable.Entry(
                survivor.record().id(), survivor.record().version(), "merge", cause.system(), cause.message(), detail));
    }

    /** Who waited for an object to be known, or for an identity that turns out to be a record which targets know, need not wait longer. */
    void release() throws SQLException {
        Map<Identity, String> joined = workspace.joined();
        Set<Identity> found = new HashSet<>(workspace.created());
        found.addAll(joined.keySet());
        if (found.isEmpty() || !parts.waiting().any()) return;
        Map<String, List<String>> targets = DeliveryTable.knownTo(tx, Set.copyOf(joined.values()));
        Set<LinkKey> links = new LinkedHashSet<>();
        found.forEach(object ->
                links.add(new LinkKey(object.entity(), object.system(), object.externalId(), object.system())));
        joined.forEach((identity, record) -> targets.getOrDefault(record, List.of())
                .forEach(target ->
                        links.add(new LinkKey(identity.entity(), identity.system(), identity.externalId(), target))));
        parts.waiting().released(links);
    }
}
