package io.serai.bus.broker;

import io.serai.message.Message;
import java.util.List;

/**
 * What the bus asks of a message broker. Thread-safe.
 *
 * <p>At least once: a message that was handed to an inbox and not acknowledged is handed over again after a restart, a lost connection
 * or a rebalance. Messages of one key ({@link Message#subject()}) that were sent in order by one sender are handed over in order.
 */
public interface Broker extends AutoCloseable {

    /**
     * Connects unless it is connected. What is asked of a broker that cannot be reached takes as long, so that is better found out before.
     *
     * @throws BrokerException when the broker cannot be reached
     */
    void connect();

    /** Makes the topic and the group's place in it, so that what is published from now on waits for the group. Idempotent. */
    void declare(String topic, String group);

    /**
     * Removes the group's place with all that waits in it; nothing if it is not there.
     *
     * @throws BrokerException when it could not, as when another process still reads it, or the operator makes the places
     */
    void drop(String topic, String group);

    /**
     * Sends the messages in order and returns once the broker has confirmed every one of them as durable.
     *
     * @throws BrokerException when any was not confirmed; all of them may be sent again
     */
    void send(List<Message> messages);

    /**
     * Hands the group's messages to the inbox, at most {@code window} of them unacknowledged at a time. The inbox does not block. Returns
     * also while the broker cannot be reached, and begins once it can.
     */
    Subscription subscribe(String topic, String group, int window, Receiver inbox);

    /** Counted at most every few seconds. What waits for the group in the broker, those handed over but not acknowledged included; negative when it is not known. */
    long backlog(String topic, String group);

    /** How many unacknowledged messages one subscription may hold, unless its batches need more. */
    int prefetch();

    /** Whether the connection stands now; cheap. */
    boolean connected();

    @Override
    void close();
}
