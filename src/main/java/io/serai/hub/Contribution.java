package io.serai.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What one system says about one of its objects, and since when: the sum of its snapshots.
 *
 * <p>Each snapshot may come at any time and more than once. The newest decides the values (Invariant 4); an older one still tells
 * since when a value holds, so that a shop which touches a customer without changing the phone number does not claim it anew. The
 * sum is the same for every order of arrival, as long as no more than {@value #REMEMBERED} snapshots of one object are mixed up;
 * what changed under an unchanged source time may then count from a later of its readings. Where a snapshot left a field out, what its
 * system had said of it until then stays, if it came before.
 *
 * @param newest of the whole snapshots; null while there were only partial ones
 * @param values by path
 * @param times of the snapshots that are remembered
 * @param otherwise by path: the last snapshot that had another value
 * @param untimed by path: the first whole snapshot with the value, where it changed under an unchanged source time, as Magento's
 *     addresses do
 * @param parts by path: the stamp of a partial snapshot that is newer than the newest whole one
 * @param decisions by path of a decision: all that was said about it
 * @param humans those of the times at which a person said it
 */
record Contribution(
        Stamp newest,
        Map<String, JsonNode> values,
        NavigableSet<Long> times,
        Map<String, Stamp> otherwise,
        Map<String, Stamp> untimed,
        Map<String, Stamp> parts,
        Map<String, Decisions> decisions,
        Set<Long> humans) {
    static final int REMEMBERED = 16;
    static final Contribution NONE =
            new Contribution(null, Map.of(), new TreeSet<>(), Map.of(), Map.of(), Map.of(), Map.of(), Set.of());

    /** Adds a snapshot; this contribution is left as it is. */
    Contribution with(Snapshot snapshot) {
        Map<String, JsonNode> nowValues = new TreeMap<>(values);
        Map<String, Stamp> nowOtherwise = new HashMap<>(otherwise);
        Map<String, Stamp> nowUntimed = new HashMap<>(untimed);
        Map<String, Stamp> nowParts = new HashMap<>(parts);
        for (String path : paths(snapshot)) {
            Stamp held = held(path);
            boolean newer = held == null || snapshot.stamp().compareTo(held) > 0;
            JsonNode value = snapshot.values().get(path);
            if (!Values.same(values.get(path), value)) {
                if (newer) {
                    if (value == null) nowValues.remove(path);
                    else nowValues.put(path, value);
                }
                differed(path, newer ? held : snapshot.stamp(), nowOtherwise);
            }
            Stamp other = nowOtherwise.get(path);
            Stamp first = first(path, snapshot, other, Values.same(nowValues.get(path), value));
            if (first == null) nowUntimed.remove(path);
            else nowUntimed.put(path, first);
            if (newer && snapshot.partial()) nowParts.put(path, snapshot.stamp());
        }
        nowOtherwise.keySet().retainAll(nowValues.keySet());
        nowUntimed.keySet().retainAll(nowValues.keySet());
        Stamp nowNewest = newest;
        if (!snapshot.partial() && !stale(snapshot)) {
            nowNewest = snapshot.stamp();
            nowParts.values().removeIf(part -> part.compareTo(snapshot.stamp()) <= 0);
        }
        NavigableSet<Long> nowTimes = new TreeSet<>(times);
        nowTimes.add(snapshot.stamp().time());
        return new Contribution(
                        nowNewest,
                        nowValues,
                        nowTimes,
                        nowOtherwise,
                        nowUntimed,
                        nowParts,
                        decided(snapshot),
                        humans(snapshot))
                .trimmed();
    }

    private Set<Long> humans(Snapshot snapshot) {
        if (!snapshot.human()) return humans;
        Set<Long> now = new TreeSet<>(humans);
        now.add(snapshot.stamp().time());
        return now;
    }

    /** Whether a person set the value that is held now. */
    boolean human(String path) {
        return !humans.isEmpty() && humans.contains(firstTime(path));
    }

    private Map<String, Decisions> decided(Snapshot snapshot) {
        Map<String, Decisions> now = new HashMap<>(decisions);
        snapshot.values().forEach((path, value) -> {
            if (!snapshot.model().decides(path) || snapshot.unclear().contains(path)) return;
            now.put(
                    path,
                    decisions(path)
                            .with(value, snapshot.stamp(), snapshot.ours().contains(path)));
        });
        return now;
    }

    Decisions decisions(String path) {
        return decisions.getOrDefault(path, Decisions.NONE);
    }

    private static void differed(String path, Stamp at, Map<String, Stamp> otherwise) {
        if (at != null) otherwise.merge(path, at, (a, b) -> a.compareTo(b) >= 0 ? a : b);
    }

    /**
     * The first known whole snapshot after the other value that has its time; null for none. A partial one may only add what a whole
     * one of the same time left out.
     *
     * @param says whether the snapshot has the value that is held with it
     */
    private Stamp first(String path, Snapshot snapshot, Stamp other, boolean says) {
        Stream<Stamp> known = Stream.of(
                untimed.get(path),
                parts.containsKey(path) ? null : newest,
                says && !snapshot.partial() ? snapshot.stamp() : null);
        if (other == null) return null;
        return known.filter(stamp -> stamp != null && stamp.time() == other.time() && stamp.compareTo(other) > 0)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    private Set<String> paths(Snapshot snapshot) {
        Set<String> all = new HashSet<>(snapshot.partial() ? snapshot.covers() : values.keySet());
        if (!snapshot.partial()) all.addAll(snapshot.values().keySet());
        all.removeIf(snapshot::leavesOut);
        return all;
    }

    /** True when the snapshot is older than what is held of all that it speaks of. */
    boolean stale(Snapshot snapshot) {
        if (!snapshot.partial()) return newest != null && snapshot.stamp().compareTo(newest) < 0;
        return snapshot.covers().stream()
                .allMatch(path -> held(path) != null && snapshot.stamp().compareTo(held(path)) < 0);
    }

    /** Of the newest snapshot, whole or partial; null when there is none. */
    Stamp latest() {
        return parts.values().stream()
                .max(Comparator.naturalOrder())
                .filter(part -> newest == null || part.compareTo(newest) > 0)
                .orElse(newest);
    }

    private Stamp held(String path) {
        Stamp part = parts.get(path);
        if (part == null || (newest != null && newest.compareTo(part) > 0)) return newest;
        return part;
    }

    /** The snapshot that the value at the path is held from. */
    Stamp stamp(String path) {
        return held(path);
    }

    /**
     * When the source was first known to hold the value that it holds now, epoch milliseconds: by its clock, or where it changed the value
     * without the time, by ours.
     */
    long since(String path) {
        Stamp first = untimed.get(path);
        return first == null || first.said() <= first.time() ? firstTime(path) : first.said();
    }

    private long firstTime(String path) {
        Stamp before = otherwise.get(path);
        Long first = before == null ? times.first() : times.higher(before.time());
        return first != null ? first : held(path).time();
    }

    /** Forgets times that no value depends on, the oldest first. */
    private Contribution trimmed() {
        if (times.size() <= REMEMBERED) return this;
        Set<Long> needed = new HashSet<>();
        values.keySet().forEach(path -> needed.add(firstTime(path)));
        needed.add(times.first());
        for (Long time : List.copyOf(times)) {
            if (times.size() <= REMEMBERED) break;
            if (!needed.contains(time)) times.remove(time);
        }
        if (humans.isEmpty()) return this;
        Set<Long> kept = new TreeSet<>(humans);
        kept.removeIf(time -> !times.contains(time) && !needed.contains(time));
        return new Contribution(newest, values, times, otherwise, untimed, parts, decisions, kept);
    }
}
