package io.serai.hub;

/**
 * Orders what one system says: by source time, then by message (ids are UUIDv7), as many systems count time in whole seconds.
 *
 * @param time epoch milliseconds, of the source's clock
 * @param message id of the message that brought it
 */
record Stamp(long time, String message) implements Comparable<Stamp> {
    @Override
    public int compareTo(Stamp other) {
        int byTime = Long.compare(time, other.time);
        return byTime != 0 ? byTime : message.compareTo(other.message);
    }
}
