package io.serai.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A record while a batch is merged: its stored state, what its systems say now, and what must be written. Of one thread. */
final class Cell {
    private final Model model;
    private final Map<Identity, Contribution> contributions = new HashMap<>();
    private final Map<String, Echo> echoes = new HashMap<>();
    private final Set<Identity> unsaved = new HashSet<>();
    private final Set<String> speakers = new HashSet<>();
    private HubRecord record;
    private boolean recordUnsaved;

    Cell(Model model, HubRecord record) {
        this.model = model;
        this.record = record;
    }

    static Cell create(Model model, String id) {
        Cell cell = new Cell(
                model, new HubRecord(id, model.entity(), 0, JsonNodeFactory.instance.objectNode(), Map.of(), 0, false));
        cell.recordUnsaved = true;
        return cell;
    }

    void loaded(Identity identity, Contribution contribution) {
        contributions.put(identity, contribution == null ? Contribution.NONE : contribution);
    }

    void loaded(String system, Echo echo) {
        echoes.merge(system, echo, Echo::and);
    }

    HubRecord record() {
        return record;
    }

    boolean created() {
        return record.version() == 0;
    }

    Model model() {
        return model;
    }

    Map<Identity, Contribution> contributions() {
        return contributions;
    }

    boolean isLinked(Identity identity) {
        return contributions.containsKey(identity);
    }

    /** Links without a word about the record. */
    void link(Identity identity) {
        if (contributions.putIfAbsent(identity, Contribution.NONE) == null) unsaved.add(identity);
    }

    /** Hears a snapshot. True when it was older than what its system had said already. */
    boolean hear(Snapshot snapshot) {
        Identity identity = snapshot.identity();
        Contribution before = contributions.getOrDefault(identity, Contribution.NONE);
        Snapshot own = echoes.getOrDefault(identity.system(), Echo.NONE).filter(snapshot, before);
        Contribution after = before.with(own);
        if (!after.equals(before)) {
            contributions.put(identity, after);
            unsaved.add(identity);
            if (echoes.containsKey(identity.system()) && differs(own, before, after)) speakers.add(identity.system());
        }
        return before.stale(own);
    }

    /** True when it is the system's own word, and another one than before. */
    private boolean differs(Snapshot own, Contribution before, Contribution after) {
        return own.values().entrySet().stream()
                .anyMatch(each -> model.decides(each.getKey())
                        ? !Decision.same(
                                before.decisions(each.getKey()).decision(),
                                after.decisions(each.getKey()).decision())
                        : !Values.same(before.values().get(each.getKey()), each.getValue()));
    }

    /** Systems to which the record was written, and which say something else now. */
    Set<String> speakers() {
        return speakers;
    }

    /**
     * Works out the record anew.
     *
     * @return the paths whose values are other ones now; a new version if there are any, or if the record is new
     */
    List<String> resolve(Kinds kinds) {
        Resolution now = Resolution.of(model, kinds, contributions);
        Map<String, JsonNode> before = model.flatten(record.data());
        Set<String> changed = new TreeSet<>();
        now.values().forEach((path, value) -> {
            if (!Values.same(before.get(path), value)) changed.add(path);
        });
        before.keySet().stream().filter(path -> !now.values().containsKey(path)).forEach(changed::add);
        Map<String, Provenance> provenance = provenance(now, changed);
        if (changed.isEmpty() && !created() && provenance.equals(record.provenance())) return List.of();
        long sourceTime = contributions.values().stream()
                .filter(each -> !each.times().isEmpty())
                .mapToLong(each -> each.times().last())
                .max()
                .orElse(record.sourceTime());
        boolean grows = created() || !changed.isEmpty();
        record = record.with(
                changed.isEmpty() ? record.data() : model.nest(now.values()),
                record.version() + (grows ? 1 : 0),
                provenance,
                sourceTime);
        recordUnsaved = true;
        return List.copyOf(changed);
    }

    /** A value that stayed and is of the same object keeps the message that first brought it. */
    private Map<String, Provenance> provenance(Resolution now, Set<String> changed) {
        Map<String, Provenance> all = new HashMap<>(now.provenance());
        record.provenance()
                .forEach((path, old) -> all.computeIfPresent(
                        path,
                        (same, fresh) -> !changed.contains(path)
                                        && old.system().equals(fresh.system())
                                        && old.externalId().equals(fresh.externalId())
                                ? old
                                : fresh));
        return all;
    }

    boolean recordUnsaved() {
        return recordUnsaved;
    }

    List<LinkTable.Link> unsavedLinks() {
        return unsaved.stream()
                .map(identity -> new LinkTable.Link(identity, record.id(), said(contributions.get(identity))))
                .toList();
    }

    private static Contribution said(Contribution contribution) {
        return contribution.times().isEmpty() ? null : contribution;
    }
}
