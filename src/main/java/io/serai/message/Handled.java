package io.serai.message;

import java.time.Duration;
import java.time.Instant;

/**
 * One line of a message's journey: an item and its outcome in one flow.
 *
 * @param item with its outcome set
 * @param flow id of the route
 * @param revision content hash of the file that the route came from
 * @param group consumer group, null at an ingress
 * @param at when it ended
 * @param duration how long this attempt took
 */
public record Handled(Item item, String flow, String revision, String group, Instant at, Duration duration) {}
