package io.serai.connect;

import java.util.List;

/** Where the text of a secret comes from. Thread-safe. */
interface SecretSource {
    /** The text as it is now. */
    String now();

    /** Texts by which others may prove who they are, the newest first. */
    default List<String> accepted() {
        return List.of(now());
    }

    /** One that never changes. */
    static SecretSource of(String text) {
        return () -> text;
    }
}
