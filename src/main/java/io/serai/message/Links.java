package io.serai.message;

import java.util.Optional;

/** Resolves identity links. Implemented by {@code hub}. */
public interface Links {
    /** The id that the record has in the target, once it was delivered there. */
    Optional<String> resolve(LinkKey link);
}
