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
    private final Map<Identity, Gone> gone = new HashMap<>();
    private final Set<Identity> unsaved = new HashSet<>();
    private final Hearing hearing;
    private Resolution resolution;
    private HubRecord record;
    private boolean recordUnsaved;
    private boolean untold;

    Cell(Model model, HubRecord record) {
        this.model = model;
        this.hearing = new Hearing(model);
        this.record = record;
    }

    static Cell create(Model model, String id) {
        Cell cell = new Cell(
                model,
                new HubRecord(id, model.entity(), 0, JsonNodeFactory.instance.objectNode(), Map.of(), 0, false, false));
        cell.recordUnsaved = true;
        return cell;
    }

    void loaded(LinkTable.Link link) {
        contributions.put(link.identity(), link.contribution() == null ? Contribution.NONE : link.contribution());
        if (link.gone() != null) gone.put(link.identity(), link.gone());
    }

    /**
     * @param externalId null while the target has not told it
     * @param version the last one that the target took
     */
    void loaded(String system, String externalId, Echo echo, long version) {
        hearing.wrote(new Identity(record.entity(), system, String.valueOf(externalId)), echo, version);
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

    /** Objects that their systems have no more. */
    Set<Identity> gone() {
        return gone.keySet();
    }

    /** Links without a word about the record. */
    void link(Identity identity) {
        if (contributions.putIfAbsent(identity, Contribution.NONE) == null) unsaved.add(identity);
    }

    /** Hears a snapshot. True when it was older than what its system had said already. */
    boolean hear(Snapshot snapshot) {
        Identity identity = snapshot.identity();
        Contribution before = contributions.getOrDefault(identity, Contribution.NONE);
        Snapshot own = hearing.own(snapshot, before, record);
        if (hearing.overwritten().contains(identity)) untold = true;
        Contribution after = before.with(own);
        if (!after.equals(before)) {
            contributions.put(identity, after);
            unsaved.add(identity);
            hearing.hear(own, before, after);
        }
        boolean stale = before.stale(own)
                || gone.containsKey(identity) && gone.get(identity).after(after);
        alive(identity);
        return stale;
    }

    /** What was said since the last call and did not become the record's value. */
    List<Loss> losses(Kinds kinds) {
        return hearing.losses(
                (identity, path) -> resolution.loss(model, kinds, contributions, gone.keySet(), identity, path));
    }

    /**
     * The object is there no more, unless something newer said that it is.
     *
     * @return false when that was known, or is not so any more
     */
    boolean lose(Identity identity, Gone how) {
        link(identity);
        Gone before = gone.get(identity);
        Gone after = Gone.later(before, how);
        if (!after.after(contributions.get(identity)) || after.equals(before)) return false;
        gone.put(identity, after);
        unsaved.add(identity);
        return before == null;
    }

    /** The object is there after all, unless it went later, or became another one. */
    boolean restore(Identity identity, Stamp seen) {
        Gone was = gone.get(identity);
        if (was == null || was.into() != null || was.stamp().compareTo(seen) >= 0) return false;
        gone.remove(identity);
        unsaved.add(identity);
        return true;
    }

    private void alive(Identity identity) {
        Gone was = gone.get(identity);
        if (was != null && !was.after(contributions.get(identity))) gone.remove(identity);
    }

    /** Takes all that the other record is; its version is later than any of both, so that targets are told. */
    void absorb(Cell other) {
        other.contributions.forEach(contributions::putIfAbsent);
        gone.putAll(other.gone);
        hearing.absorb(other.hearing);
        unsaved.addAll(other.unsaved);
        record = record.version(Math.max(record.version(), other.record.version()) + 1);
        recordUnsaved = true;
    }

    /** Keeps the links and nothing that was said. What is stored is erased by others. */
    void forget() {
        contributions.replaceAll((identity, said) -> Contribution.NONE);
        hearing.forget();
        record = new HubRecord(
                record.id(),
                record.entity(),
                record.version() + 1,
                JsonNodeFactory.instance.objectNode(),
                Map.of(),
                record.sourceTime(),
                true,
                false);
        recordUnsaved = false;
    }

    /** Whether nothing was heard of it yet: its objects are only known to be gone, or to have been written. */
    boolean unheard() {
        return contributions.values().stream().allMatch(said -> said.times().isEmpty());
    }

    /** The keys by which the record is found. */
    Set<MatchKey> keys(Kinds kinds) {
        return Resolution.keys(model, kinds, contributions, gone.keySet());
    }

    /** Also keys of values that did not win: whoever comes with one of them is the same person. */
    Set<MatchKey> allKeys() {
        Set<MatchKey> keys = new TreeSet<>();
        contributions
                .values()
                .forEach(said -> model.match()
                        .forEach(match -> MatchKey.of(
                                        record.entity(),
                                        match.field(),
                                        said.values().get(match.field()))
                                .ifPresent(keys::add)));
        return keys;
    }

    /** Systems to which the record was written, and which say something else now. */
    Set<String> speakers() {
        return hearing.speakers();
    }

    /** Objects in which we wrote over what their system had just said: they are to be written again. */
    Set<Identity> overwritten() {
        return hearing.overwritten();
    }

    /** A target has an object that is to be written, whether a value changes or not: the next resolution makes a new version. */
    void tell() {
        untold = true;
    }

    /**
     * Works out the record anew.
     *
     * @return the paths whose values are other ones now; a new version if there are any, or if the record is new, gone or back, or
     *     to be told
     */
    List<String> resolve(Kinds kinds) {
        Resolution now = Resolution.of(model, kinds, contributions, gone.keySet());
        resolution = now;
        Map<String, JsonNode> before = model.flatten(record.data());
        Set<String> changed = new TreeSet<>();
        now.values().forEach((path, value) -> {
            if (!Values.same(before.get(path), value)) changed.add(path);
        });
        before.keySet().stream().filter(path -> !now.values().containsKey(path)).forEach(changed::add);
        Map<String, Provenance> provenance = provenance(now, changed);
        boolean nowGone = isGone();
        boolean turned = nowGone != record.gone() | hearing.disputed(now) | untold;
        untold = false;
        if (changed.isEmpty() && !created() && !turned && provenance.equals(record.provenance())) return List.of();
        long sourceTime = contributions.values().stream()
                .filter(each -> !each.times().isEmpty())
                .mapToLong(each -> each.times().last())
                .max()
                .orElse(record.sourceTime());
        boolean grows = created() || turned || !changed.isEmpty();
        record = record.with(
                changed.isEmpty() ? record.data() : model.nest(now.values()),
                record.version() + (grows ? 1 : 0),
                provenance,
                sourceTime,
                nowGone);
        recordUnsaved = true;
        return List.copyOf(changed);
    }

    /** Nobody who is still there says anything of it. */
    private boolean isGone() {
        return !gone.isEmpty()
                && contributions.entrySet().stream()
                        .noneMatch(each -> !gone.containsKey(each.getKey())
                                && !each.getValue().values().isEmpty());
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
                .map(identity -> new LinkTable.Link(
                        identity, record.id(), said(contributions.get(identity)), gone.get(identity)))
                .toList();
    }

    private static Contribution said(Contribution contribution) {
        return contribution.times().isEmpty() ? null : contribution;
    }
}
