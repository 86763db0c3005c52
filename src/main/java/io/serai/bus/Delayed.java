package io.serai.bus;

import java.time.Instant;

/** The messages of a topic that its groups are not to see yet, and when the first of them is due. */
public record Delayed(String topic, long count, Instant nextDue) {}
