package io.serai.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;

/**
 * What a message says about a system's object.
 *
 * @param values by path, without nulls
 * @param covers the paths that a partial snapshot speaks of; null when it speaks of the whole object, so that what is absent from
 *     the values is absent at the source
 * @param ours paths of decisions that only tell what we had written there
 * @param human true when a person said it, not a program
 */
record Snapshot(
        Model model,
        Identity identity,
        Stamp stamp,
        Map<String, JsonNode> values,
        Set<String> covers,
        Set<String> ours,
        boolean human) {

    Snapshot(Model model, Identity identity, Stamp stamp, Map<String, JsonNode> values, Set<String> covers) {
        this(model, identity, stamp, values, covers, Set.of(), false);
    }

    Snapshot by(boolean person) {
        return new Snapshot(model, identity, stamp, values, covers, ours, person);
    }

    /** Without what only tells what we had written. */
    Snapshot own(Map<String, JsonNode> kept, Set<String> written) {
        return new Snapshot(model, identity, stamp, kept, covers, written, human);
    }

    boolean partial() {
        return covers != null;
    }
}
