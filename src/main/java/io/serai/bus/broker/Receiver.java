package io.serai.bus.broker;

import java.util.function.Consumer;

/** A group of this process, as a broker sees it: takes what is handed over, and does not block. */
@FunctionalInterface
public interface Receiver extends Consumer<Received> {
    /** Whether it settles nothing for a while, as its target is down; what it has begun with may still end. */
    default boolean paused() {
        return false;
    }
}
