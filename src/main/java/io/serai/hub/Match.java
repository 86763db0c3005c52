package io.serai.hub;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * A field by which an unknown object is recognised.
 *
 * @param unite which records of two that share a value of it are one
 */
record Match(String field, Unite unite) {

    enum Unite {
        /** Nobody but a person, or a system that merged two objects of its own, decides that. */
        NEVER,
        /** Those that have no two objects of one system: a shop that keeps two customers apart may have its reasons. */
        SYSTEMS,
        /** All. */
        ALWAYS;

        static Optional<Unite> of(String name) {
            return Arrays.stream(values())
                    .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(name))
                    .findFirst();
        }
    }
}
