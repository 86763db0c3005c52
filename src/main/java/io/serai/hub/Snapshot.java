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
 */
record Snapshot(Model model, Identity identity, Stamp stamp, Map<String, JsonNode> values, Set<String> covers) {

    boolean partial() {
        return covers != null;
    }
}
