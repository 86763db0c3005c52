package io.serai.connect.quota;

import io.serai.message.Priority;
import java.time.Duration;

/** Where the tokens come from. Called under the limiter's lock, but for {@link #fetch} and {@link #closed}. */
interface Supply {
    /** The caller is to {@link #fetch} a slice without the lock, hand it to {@link #received}, and ask again. */
    long FETCH = -1;

    /**
     * Takes one token and returns 0; or returns the nanoseconds until there may be one, or {@link #FETCH}.
     *
     * @param ahead how many wait before this caller and get theirs first
     */
    long take(Priority priority, int ahead, long now);

    /** The vendor says that no more than this are left. */
    void left(long calls);

    /**
     * Asks where replicas share; may block.
     *
     * @throws io.serai.store.StoreException when the store is down; without it nothing that a call brings could be kept, so the call
     *     is not made either and comes again with its message
     */
    default Slice fetch() {
        throw new IllegalStateException("only what is shared is fetched");
    }

    default void received(Slice slice, long now) {}

    /** Tells the other replicas that nobody is to call for so long; does not block. */
    default void closed(Duration wait) {}

    /**
     * What one replica got for the next second.
     *
     * @param nanos until more is worth asking for, when it got nothing
     * @param closed how long nobody is to call; zero when all may
     */
    record Slice(Priority priority, int tokens, long nanos, Duration closed) {}
}
