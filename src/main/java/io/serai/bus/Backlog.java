package io.serai.bus;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;

/**
 * What one group has before it.
 *
 * @param group empty for what was published to a topic that nobody reads yet
 * @param waiting messages that are ready or being handled
 * @param oldest when the oldest of them was published; null when none waits
 * @param parked messages that wait for their next attempt
 * @param nextDue when the first of them is tried again; null when none is parked
 * @param dead messages that were given up
 * @param state whether this process takes the group's messages
 * @param pausedSince null unless it is paused
 */
public record Backlog(
        String topic,
        String group,
        long waiting,
        Instant oldest,
        long parked,
        Instant nextDue,
        long dead,
        State state,
        Instant pausedSince) {

    public enum State {
        RUNNING,
        /** The target is down. */
        PAUSED,
        /** No flow of this process reads the group. */
        UNREAD;

        @JsonValue
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
