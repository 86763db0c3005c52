package io.serai.bus.broker;

import io.serai.message.Message;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/**
 * One message from a broker.
 *
 * @param published when it was published to the bus
 * @param acknowledge tells the broker that it is done with; to be run once, after its outcome is durable (Invariant 2); does not block
 *     for long and never throws: a message whose acknowledgement is lost comes again
 * @param flaw why it cannot be read, or null. The message then has what is known of it: as data the raw text, as id one that is the same
 *     when it comes again
 * @param ours false once the broker has taken it back: whoever has not begun with it forgets it, as it is handed over again, maybe to another
 *     replica. Cheap
 */
public record Received(Message message, Instant published, Runnable acknowledge, String flaw, BooleanSupplier ours) {

    public Received(Message message, Instant published, Runnable acknowledge, String flaw) {
        this(message, published, acknowledge, flaw, () -> true);
    }

    public Received(Message message, Instant published, Runnable acknowledge) {
        this(message, published, acknowledge, null);
    }
}
