package io.serai.sandbox;

/** A vendor's error, thrown from where it is found to where it is answered. */
final class Refusal extends RuntimeException {
    private final transient Reply reply;

    Refusal(Reply reply) {
        super("HTTP " + reply.status(), null, false, false);
        this.reply = reply;
    }

    Reply reply() {
        return reply;
    }
}
