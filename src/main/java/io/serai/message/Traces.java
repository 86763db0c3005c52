package io.serai.message;

import java.util.Map;
import java.util.Set;

/**
 * Where messages are kept with their payloads. Implemented by the rooms that keep them, so that who forgets a person reaches all. Repeating it
 * changes nothing; every transaction is short, and what is under way meanwhile is left to the next time.
 */
public interface Traces {
    /** In place of the reason for which a message was given up. */
    String ERASED = "erased";

    /**
     * What was received about a person.
     *
     * @param messages ids of inbound messages
     * @param shared how many more tell of the person, and of others too, whose they are as well
     */
    record Found(Set<String> messages, int shared) {
        public static final Found NONE = new Found(Set.of(), 0);
    }

    /**
     * Looks for it.
     *
     * @param goingOn run now and then, as after each page of rows
     */
    default Found about(Forgotten person, Runnable goingOn) {
        return Found.NONE;
    }

    /**
     * Takes the payloads away.
     *
     * @param messages inbound ones that are about the person; what follows from them may be, too
     * @param goingOn run now and then, as after each page of rows
     * @return how many, by where they were, such as {@code journal}
     */
    Map<String, Integer> erase(Forgotten person, Set<String> messages, Runnable goingOn);
}
