package io.serai.bus;

import java.time.Instant;

/**
 * How messages travel between publishers and groups.
 *
 * @param transport as configured
 * @param connected false while its broker cannot be reached
 * @param outbox messages that were published and are not with the broker yet
 * @param oldest when the first of them was published; null when there is none
 */
public record Traffic(String transport, boolean connected, long outbox, Instant oldest) {}
