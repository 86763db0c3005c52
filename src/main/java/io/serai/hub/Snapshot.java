package io.serai.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What a message says about a system's object.
 *
 * @param values by path, without nulls
 * @param covers the paths that a partial snapshot speaks of; null when it speaks of the whole object, so that what is absent from
 *     the values is absent at the source
 * @param ours paths of decisions that only tell what we had written there
 * @param unclear paths of decisions that may only tell what we had written there before the last time: they are shown, and are no decision
 * @param human true when a person said it, not a program
 * @param unsaid fields of which a snapshot of the whole object says nothing: they are neither in the values nor absent at the source
 * @param beforeWriting whether it was read between the note that something is about to be written to the object and the writing
 */
record Snapshot(
        Model model,
        Identity identity,
        Stamp stamp,
        Map<String, JsonNode> values,
        Set<String> covers,
        Set<String> ours,
        Set<String> unclear,
        boolean human,
        Set<String> unsaid,
        boolean beforeWriting) {

    Snapshot(Model model, Identity identity, Stamp stamp, Map<String, JsonNode> values, Set<String> covers) {
        this(model, identity, stamp, values, covers, Set.of(), Set.of(), false, Set.of(), false);
    }

    Snapshot by(boolean person) {
        return new Snapshot(model, identity, stamp, values, covers, ours, unclear, person, unsaid, beforeWriting);
    }

    Snapshot without(Set<String> fields) {
        Set<String> all = new HashSet<>(unsaid);
        all.addAll(fields);
        return new Snapshot(
                model, identity, stamp, values, covers, ours, unclear, human, Set.copyOf(all), beforeWriting);
    }

    Snapshot before(boolean writing) {
        return new Snapshot(model, identity, stamp, values, covers, ours, unclear, human, unsaid, writing);
    }

    /** Whether it tells nothing of the path, not even that nothing is there. */
    boolean leavesOut(String path) {
        return unsaid.contains(path) || unsaid.stream().anyMatch(field -> path.startsWith(field + "."));
    }

    /** Without what only tells what we had written. */
    Snapshot own(Map<String, JsonNode> kept, Set<String> written, Set<String> crossing) {
        return new Snapshot(model, identity, stamp, kept, covers, written, crossing, human, unsaid, beforeWriting);
    }

    boolean partial() {
        return covers != null;
    }
}
