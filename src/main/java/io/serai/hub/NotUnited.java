package io.serai.hub;

/** Two records that a person wanted to merge are not there, or are none that can be merged. */
public class NotUnited extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean unknown;

    NotUnited(boolean unknown, String message) {
        super(message);
        this.unknown = unknown;
    }

    /** Whether one of them is not there. */
    public boolean unknown() {
        return unknown;
    }
}
