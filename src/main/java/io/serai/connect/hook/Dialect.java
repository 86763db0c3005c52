package io.serai.connect.hook;

/**
 * How a system sends webhooks.
 *
 * @param accepted the status of the answer to a good one
 */
record Dialect(Signature signature, Payload payload, int accepted) {
    private static final int ACCEPTED = 202;

    Dialect(Signature signature, Payload payload) {
        this(signature, payload, ACCEPTED);
    }
}
