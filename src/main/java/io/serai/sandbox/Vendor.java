package io.serai.sandbox;

/** The double of one system. Thread-safe. */
interface Vendor extends AutoCloseable {
    /** Whether a call is for the vendor's API (and may fail by order, and is counted), not for the sandbox itself. */
    boolean owns(Call call);

    /** Answers a call as the vendor would. */
    Reply answer(Call call);

    /** Answers inspection and control; may take long. */
    Reply control(Call call);

    /** The error that the vendor gives with this status. */
    Reply error(int status);

    /** Ends all sessions and tokens that were handed out. */
    void expireSessions();

    Faults faults();

    Calls calls();

    /** Forgets everything; with {@code empty} nothing is seeded either. */
    void reset(boolean empty);

    @Override
    void close();
}
