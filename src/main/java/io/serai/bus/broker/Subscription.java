package io.serai.bus.broker;

/** A group's consumer in this process. */
public interface Subscription extends AutoCloseable {
    /** Hands over nothing more; what was handed over may still be acknowledged until the broker is closed. */
    @Override
    void close();
}
