package io.serai.bus;

import io.serai.message.Message;
import java.time.Instant;

/**
 * One message as it is offered to a group.
 *
 * @param seq its place in the table it was read from
 * @param part hash of its key
 * @param attempt 1 for the first
 * @param parked true when it comes from the parked ones, false when from the transport
 */
record Delivery(long seq, int part, Message message, Instant published, int attempt, boolean parked) {
    /** As if this attempt had not been. */
    Delivery uncounted() {
        return new Delivery(seq, part, message, published, attempt - 1, parked);
    }
}
