package io.serai.message;

import java.util.Locale;
import java.util.Optional;
import org.apache.camel.Exchange;

/** How urgent a message is where calls to a vendor are scarce; the first goes first. The ordinal is what the store keeps. */
public enum Priority {
    /** A change that has just happened. */
    LIVE,
    /** A dead letter that was sent again. */
    REPLAY,
    /** A load of what was there before; may take days. */
    BACKFILL;

    /** Exchange property by which a route says how urgent what it does and publishes is: {@code live}, {@code replay} or {@code backfill}. */
    public static final String PROPERTY = "SeraiPriority";

    /** As it is written in routes, headers and metrics: {@code backfill}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Empty for a text that is none of the labels. */
    public static Optional<Priority> of(String label) {
        if (label == null) return Optional.empty();
        for (Priority priority : values()) if (priority.label().equals(label.strip())) return Optional.of(priority);
        return Optional.empty();
    }

    /** What the store keeps; a number of a later version counts as the least urgent. */
    public static Priority of(int ordinal) {
        Priority[] all = values();
        return all[Math.max(0, Math.min(ordinal, all.length - 1))];
    }

    /** What the route has said by {@link #PROPERTY}; else the most urgent of the records under way; else {@link #LIVE}. */
    public static Priority of(Exchange exchange) {
        return said(exchange).orElseGet(() -> ofRecords(Batches.envelope(exchange)));
    }

    /**
     * What the route has said by {@link #PROPERTY}, if anything.
     *
     * @throws IllegalArgumentException when it is none of the labels
     */
    public static Optional<Priority> said(Exchange exchange) {
        String label = exchange.getProperty(PROPERTY, String.class);
        if (label == null) return Optional.empty();
        return Optional.of(of(label)
                .orElseThrow(() -> new IllegalArgumentException(
                        "the property " + PROPERTY + " is '" + label + "': expected live, replay or backfill")));
    }

    private static Priority ofRecords(Batch batch) {
        if (batch == null) return LIVE;
        return batch.items().stream()
                .filter(Item::live)
                .map(item -> item.message().priority())
                .min(Priority::compareTo)
                .orElse(LIVE);
    }
}
