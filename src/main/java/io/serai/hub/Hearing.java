package io.serai.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;

/** What systems say of a record while a batch is merged: their own word, told from the echo of what was written to them. Of one thread. */
final class Hearing {
    private final Model model;
    private final Map<Identity, Echo> echoes = new HashMap<>();
    private final Set<String> speakers = new HashSet<>();
    private final Map<String, JsonNode> shown = new HashMap<>();
    private final Map<Identity, Set<String>> heard = new HashMap<>();
    private final Map<Identity, Long> taken = new HashMap<>();
    private final Set<Identity> overwritten = new HashSet<>();

    Hearing(Model model) {
        this.model = model;
    }

    /**
     * Something was written to the object.
     *
     * @param version the last one of the record that it took
     */
    void wrote(Identity object, Echo echo, long version) {
        echoes.merge(object, echo, Echo::and);
        taken.merge(object, version, Math::max);
    }

    /** What of the snapshot is the system's own word. */
    Snapshot own(Snapshot snapshot, Contribution before, HubRecord record) {
        Echo echo = echo(snapshot.identity());
        Snapshot own = echo.filter(snapshot, before);
        Set<String> crossed = new HashSet<>(snapshot.values().keySet());
        crossed.removeAll(own.values().keySet());
        crossed.removeIf(path -> !crossed(path, snapshot, echo, before, record));
        if (crossed.isEmpty()) return own;
        overwritten.add(snapshot.identity());
        return own.without(crossed);
    }

    /**
     * Whether the value that we wrote last stands where the system had said another one, which is the record's: it was said while the write was
     * under way, of an older version that did not know of it. The word stays, and the system is told it again.
     */
    private boolean crossed(String path, Snapshot snapshot, Echo echo, Contribution before, HubRecord record) {
        Provenance from = record.provenance().get(path);
        return from != null
                && taken.getOrDefault(snapshot.identity(), Long.MAX_VALUE) < record.version()
                && from.system().equals(snapshot.identity().system())
                && from.externalId().equals(snapshot.identity().externalId())
                && before.values().containsKey(path)
                && !before.stale(snapshot)
                && echo.lastHas(path, snapshot.values().get(path));
    }

    /** What was written to the object itself, or if that is not known, to any of the system's. */
    private Echo echo(Identity identity) {
        Echo own = echoes.get(identity);
        if (own != null) return own;
        return echoes.entrySet().stream()
                .filter(each -> each.getKey().system().equals(identity.system()))
                .map(Map.Entry::getValue)
                .reduce(Echo.NONE, Echo::and);
    }

    /** A system said something else than before. */
    void hear(Snapshot own, Contribution before, Contribution after) {
        String system = own.identity().system();
        note(own, before, after);
        if (isTarget(system) && differs(own, before, after)) speakers.add(system);
        own.values().keySet().stream()
                .filter(path -> shownAnew(path, own, before))
                .forEach(path -> shown.put(path, Model.side(own.values().get(path))));
    }

    private void note(Snapshot own, Contribution before, Contribution after) {
        Set<String> paths = heard.computeIfAbsent(own.identity(), identity -> new TreeSet<>());
        own.values().keySet().stream()
                .filter(path -> model.decides(path)
                        ? !before.decisions(path).equals(after.decisions(path))
                        : !Values.same(before.values().get(path), after.values().get(path)))
                .forEach(paths::add);
    }

    private boolean isTarget(String system) {
        return echoes.keySet().stream().anyMatch(each -> each.system().equals(system));
    }

    /** True when it is the system's own word, and another one than before. */
    private boolean differs(Snapshot own, Contribution before, Contribution after) {
        return own.values().entrySet().stream()
                .anyMatch(each -> model.decides(each.getKey())
                        ? shownAnew(each.getKey(), own, before)
                                || !Decision.same(
                                        before.decisions(each.getKey()).decision(),
                                        after.decisions(each.getKey()).decision())
                        : !Values.same(before.values().get(each.getKey()), each.getValue()));
    }

    /** Whether a system that was not written so shows another side of a decision than before, be it a decision of its own or not. */
    private boolean shownAnew(String path, Snapshot own, Contribution before) {
        if (!model.decides(path) || own.ours().contains(path)) return false;
        JsonNode was = before.values().get(path);
        return was == null || !Model.side(was).equals(Model.side(own.values().get(path)));
    }

    /** What was heard since the last call and was lost, by object and path. */
    List<Loss> losses(BiFunction<Identity, String, Optional<Loss>> lost) {
        List<Loss> losses = new ArrayList<>();
        heard.forEach((identity, paths) ->
                paths.forEach(path -> lost.apply(identity, path).ifPresent(losses::add)));
        heard.clear();
        return losses;
    }

    /** True when a system shows something else than the decision that counts: it must be told, though nothing changed. */
    boolean disputed(Resolution now) {
        boolean disputed = shown.entrySet().stream()
                .anyMatch(each -> now.values().containsKey(each.getKey())
                        && !Model.side(now.values().get(each.getKey())).equals(each.getValue()));
        shown.clear();
        return disputed;
    }

    /** Systems to which the record was written, and which say something else now. */
    Set<String> speakers() {
        return speakers;
    }

    /** Objects in which we wrote over what their system had just said. */
    Set<Identity> overwritten() {
        return overwritten;
    }

    void absorb(Hearing other) {
        other.echoes.forEach((object, echo) -> wrote(object, echo, other.taken.getOrDefault(object, 0L)));
        overwritten.addAll(other.overwritten);
        speakers.addAll(other.speakers);
        heard.putAll(other.heard);
    }

    void forget() {
        echoes.clear();
        taken.clear();
        overwritten.clear();
        speakers.clear();
    }
}
