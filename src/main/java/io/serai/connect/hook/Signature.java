package io.serai.connect.hook;

/** How a sender proves that it is the one. Nothing is parsed before. Thread-safe. */
interface Signature {
    /** @throws Rejected when the request is not by who knows the system's secret, or not of now where it is signed with its time */
    void check(Hook hook) throws Rejected;
}
