package io.serai.message;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/**
 * One record on its way through a route.
 *
 * @param message the message that brought it, as it was received
 * @param attempt 1 for the first delivery of the message to this group
 * @param body what the record is now: raw, canonical, or mapped for a target
 * @param notes what one step tells a later one or the journal; names are in {@link Note}
 * @param outcome null while the item is live
 */
public record Item(Message message, int attempt, JsonNode body, Map<String, String> notes, Outcome outcome) {

    public static Item of(Message message, int attempt) {
        return new Item(message, attempt, message.data(), Map.of(), null);
    }

    public boolean live() {
        return outcome == null;
    }

    public Item with(JsonNode newBody) {
        return new Item(message, attempt, newBody, notes, outcome);
    }

    /** With a message that is so urgent. */
    public Item with(Priority priority) {
        return new Item(message.with(priority), attempt, body, notes, outcome);
    }

    /** With a message that follows from that work; null, or work of another trace, leaves it as it is. */
    public Item within(Trace trace) {
        Trace before = message.trace();
        if (trace == null || before == null || !before.id().equals(trace.id())) return this;
        return new Item(message.with(trace), attempt, body, notes, outcome);
    }

    public Item note(String name, String value) {
        Map<String, String> all = new HashMap<>(notes);
        all.put(name, value);
        return new Item(message, attempt, body, Collections.unmodifiableMap(all), outcome);
    }

    /** The value of a note, or null. */
    public String note(String name) {
        return notes.get(name);
    }

    public Item settle(Outcome how) {
        return new Item(message, attempt, body, notes, how);
    }
}
