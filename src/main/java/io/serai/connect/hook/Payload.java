package io.serai.connect.hook;

import java.util.List;

/** What a sender's request says, once it is known to be the sender's. Thread-safe. */
interface Payload {
    /**
     * All that it tells; nothing when there is nothing to keep, such as a test of the address.
     *
     * @throws Rejected when it is no JSON, or tells what no flow knows
     */
    List<Event> read(Hook hook) throws Rejected;
}
