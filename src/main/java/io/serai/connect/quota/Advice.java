package io.serai.connect.quota;

import java.time.Duration;

/**
 * What an answer tells about the quota; null is silence.
 *
 * @param left calls that are left for now
 * @param closed how long nobody is to call
 * @param day what is used of the calls of a day
 */
record Advice(Long left, Duration closed, Use day) {
    static final Advice NONE = new Advice(null, null, null);

    record Use(long used, long max) {
        double part() {
            return max <= 0 ? 0 : (double) used / max;
        }
    }

    static Advice left(Long calls) {
        return new Advice(calls, null, null);
    }

    static Advice closed(Duration wait) {
        return new Advice(null, wait, null);
    }

    static Advice day(long used, long max) {
        return new Advice(null, null, new Use(used, max));
    }

    /** Of two the stricter one. */
    Advice and(Advice other) {
        if (this == NONE) return other;
        return new Advice(
                left == null || other.left != null && other.left < left ? other.left : left,
                closed == null || other.closed != null && other.closed.compareTo(closed) > 0 ? other.closed : closed,
                day == null ? other.day : day);
    }
}
