package io.serai.hub;

import java.util.regex.Pattern;

/**
 * Orders what one system says: by source time, then by message (ids are UUIDv7), as many systems count time in whole seconds.
 *
 * @param time epoch milliseconds, of the source's clock
 * @param message id of the message that brought it
 */
record Stamp(long time, String message) implements Comparable<Stamp> {
    private static final Pattern UUID_V7 =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}");

    /** When it was said, epoch milliseconds: the message's id tells. It may be much later than the time of the source. */
    long said() {
        if (!UUID_V7.matcher(message).matches()) return time;
        return Long.parseLong(message.substring(0, 8) + message.substring(9, 13), 16);
    }

    @Override
    public int compareTo(Stamp other) {
        int byTime = Long.compare(time, other.time);
        return byTime != 0 ? byTime : message.compareTo(other.message);
    }
}
