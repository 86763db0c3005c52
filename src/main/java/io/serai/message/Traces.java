package io.serai.message;

import java.time.Instant;
import java.util.HashSet;
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
     * @param own ids of inbound messages that are about the person, and so is what follows from them
     * @param unnamed ids of others that are about nobody else as far as they were understood, and name nothing; of what follows from them
     *     some may be about others
     * @param mentioning ids of others that name nothing and mention the person; what follows from them may be about anything
     * @param shared how many more tell of the person, and of others too, whose they are as well
     */
    record Found(Set<String> own, Set<String> unnamed, Set<String> mentioning, int shared) {
        public static final Found NONE = new Found(Set.of(), Set.of(), Set.of(), 0);

        /** All that is found here or there. */
        public Found and(Found other) {
            return new Found(
                    both(own, other.own),
                    both(unnamed, other.unnamed),
                    both(mentioning, other.mentioning),
                    shared + other.shared);
        }

        private static Set<String> both(Set<String> some, Set<String> others) {
            Set<String> all = new HashSet<>(some);
            all.addAll(others);
            return Set.copyOf(all);
        }
    }

    /**
     * Looks for messages that name no object and mention people, once for all of them.
     *
     * @param since what was received before was looked at already
     * @param goingOn run now and then, as after each page of rows
     */
    default void look(Mentions people, Instant since, Runnable goingOn) {}

    /**
     * Looks for what was received about one of them.
     *
     * @param mentioning ids of messages that name no object and mention the person
     * @param goingOn run now and then, as after each page of rows
     */
    default Found about(Forgotten person, Set<String> mentioning, Runnable goingOn) {
        return Found.NONE;
    }

    /**
     * Which of these messages, or the inbound ones that they follow from, are kept here with their payloads for longer than it takes to
     * handle them.
     *
     * @param messages ids, with that of the inbound message that each follows from
     */
    default Set<String> kept(Map<String, String> messages) {
        return Set.of();
    }

    /**
     * Takes the payloads away.
     *
     * @param found what was received about the person, wherever
     * @param goingOn run now and then, as after each page of rows
     * @return how many, by where they were, such as {@code journal}
     */
    Map<String, Integer> erase(Forgotten person, Found found, Runnable goingOn);
}
