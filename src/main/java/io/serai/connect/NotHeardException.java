package io.serai.connect;

import io.serai.message.Outcome;

/** A route that was asked could not take what it was told. It may pass: a mapping is mended, or a link comes to be. */
public final class NotHeardException extends RuntimeException {
    /** @param outcome what became of it there */
    NotHeardException(Outcome outcome) {
        super("what was read was not taken: " + outcome.kind().label() + " " + outcome.reason());
    }
}
