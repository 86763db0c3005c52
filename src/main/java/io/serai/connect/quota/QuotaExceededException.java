package io.serai.connect.quota;

import io.serai.message.Priority;
import java.io.IOException;
import java.time.Duration;

/** A call was not made, as it would not have been within the vendor's quota in time. Says nothing about the record. */
public final class QuotaExceededException extends IOException {
    private final transient Priority priority;
    private final transient Duration retryAfter;

    QuotaExceededException(String system, Priority priority, Duration retryAfter) {
        super("the quota of " + system + " has no " + priority.label() + " call left for " + retryAfter.toSeconds()
                + " s");
        this.priority = priority;
        this.retryAfter = retryAfter;
    }

    public Priority priority() {
        return priority;
    }

    /** When it is worth trying again. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
