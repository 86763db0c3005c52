package io.serai.store;

import java.util.concurrent.CompletionStage;

/**
 * Where everything durable is kept.
 *
 * <p>Writes of all threads run one after the other and are committed in groups, each synced to disk before anybody is told of
 * it. A unit that fails is rolled back alone. Thread-safe.
 */
public interface Store {

    /** Reads what is committed; inside a {@link #write} of the same thread, reads in that transaction. Blocks. */
    <T> T read(Work<T> work);

    /**
     * Runs the work in a transaction and returns when it is durable; inside another write of the same thread it joins that one.
     *
     * @throws StoreException when the database refused it; an exception of the work itself is passed on as it is
     */
    <T> T write(Work<T> work);

    /**
     * As {@link #write}, without waiting. The stage completes once durable, on a thread that must not be blocked.
     *
     * @param urgent goes before what is not; for work that a sender waits for
     */
    <T> CompletionStage<T> submit(Work<T> work, boolean urgent);

    /** As {@link #submit(Work, boolean)}, not urgent. */
    default <T> CompletionStage<T> submit(Work<T> work) {
        return submit(work, false);
    }
}
