package io.serai.bus;

import io.serai.message.Message;
import java.time.Instant;

/**
 * A message that a group gave up.
 *
 * @param number by which people name it
 * @param attempt how often it was tried
 * @param revision of the route that gave it up
 */
public record DeadLetter(
        long number,
        String topic,
        String group,
        Message message,
        int attempt,
        Instant died,
        String flow,
        String revision,
        String reason,
        String detail) {}
