package io.serai.bus;

import java.time.Instant;

/**
 * What one group has before it.
 *
 * @param group empty for what was published to a topic that nobody reads yet
 * @param waiting messages that are ready or being handled
 * @param oldest when the oldest of them was published; null when none waits
 * @param parked messages that wait for their next attempt
 * @param nextDue when the first of them is tried again; null when none is parked
 * @param dead messages that were given up
 */
public record Backlog(
        String topic, String group, long waiting, Instant oldest, long parked, Instant nextDue, long dead) {}
