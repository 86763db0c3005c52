package io.serai.hub;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What becomes of a fact whose target may have it already, because it was sent and nobody knows the answer. */
enum Once {
    /** It is not sent again; a person decides. */
    STOP,
    /** It is sent again. */
    AGAIN;

    /** Null for what is no fact: a record that is sent as often as it changes. */
    static Once of(String text) {
        if (text == null) return null;
        return Arrays.stream(values())
                .filter(each -> each.label().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("hub:pending: once is '" + text + "': expected "
                        + Arrays.stream(values()).map(Once::label).collect(Collectors.joining(" or "))));
    }

    private String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
