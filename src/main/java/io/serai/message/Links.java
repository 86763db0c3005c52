package io.serai.message;

import java.util.Optional;

/** Resolves identity links. Implemented by {@code hub}. */
@FunctionalInterface
public interface Links {
    /** The id that the record has in the target, once it was delivered there. */
    Optional<String> resolve(LinkKey link);

    /**
     * What became of a record that is not in the target and that nobody brings there: for people, to stand after its name, such as
     * {@code was deleted there}. Empty while it may still come. Worth asking only where {@link #resolve} finds nothing.
     */
    default Optional<String> gone(LinkKey link) {
        return Optional.empty();
    }
}
