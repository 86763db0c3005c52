package io.serai.message;

/** Whom a failure speaks of. */
public enum Blame {
    /** The target is out of reach or out of service: whatever was sent would have failed. */
    TARGET,
    /** What was sent; the target answered. */
    MESSAGE,
    /** A step of this process: it tells nothing about the target. */
    SELF
}
