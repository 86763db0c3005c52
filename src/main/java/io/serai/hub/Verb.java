package io.serai.hub;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a {@code hub:} endpoint does. */
enum Verb {
    MERGE,
    PENDING,
    UNSENT,
    DELIVERED,
    LINK,
    KNOWN,
    RECORD,
    FORGET,
    ENGAGE,
    ENGAGEMENTS,
    PERMITS,
    UNITE,
    REMOVE,
    RESTORE,
    CENSUS,
    PRESENT,
    ABSENT;

    static Verb of(String name) {
        for (Verb verb : values()) if (verb.label().equals(name)) return verb;
        throw new IllegalArgumentException("hub:" + name + " is unknown; expected one of "
                + Arrays.stream(values()).map(Verb::label).collect(Collectors.joining(", ")));
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean delivers() {
        return this == PENDING || this == UNSENT || this == DELIVERED;
    }
}
