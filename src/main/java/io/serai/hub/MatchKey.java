package io.serai.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.text.Normalizer;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * A value by which an unknown object is recognised.
 *
 * @param hash SHA-256 of the normalised value; the value itself is not needed to compare (Invariant 7)
 */
record MatchKey(String entity, String field, String hash) implements Comparable<MatchKey> {

    /** Empty for what identifies nobody: null, blank, an object, a list. */
    static Optional<MatchKey> of(String entity, String field, JsonNode value) {
        if (value == null || !value.isValueNode() || value.isNull()) return Optional.empty();
        return of(entity, field, value.asText());
    }

    static Optional<MatchKey> of(String entity, String field, String value) {
        String normal =
                Normalizer.normalize(value, Normalizer.Form.NFKC).strip().toLowerCase(Locale.ROOT);
        return normal.isEmpty() ? Optional.empty() : Optional.of(new MatchKey(entity, field, Values.sha256(normal)));
    }

    @Override
    public int compareTo(MatchKey other) {
        return Comparator.comparing(MatchKey::entity)
                .thenComparing(MatchKey::field)
                .thenComparing(MatchKey::hash)
                .compare(this, other);
    }
}
