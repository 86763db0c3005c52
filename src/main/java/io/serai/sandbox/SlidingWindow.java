package io.serai.sandbox;

import java.util.ArrayDeque;
import java.util.Deque;

/** So many calls in any stretch of a minute. Not thread-safe. */
final class SlidingWindow {
    private static final long LENGTH_MS = 60_000;
    private final Deque<Long> calls = new ArrayDeque<>();
    private int most;

    SlidingWindow(int most) {
        this.most = most;
    }

    void allow(int calls) {
        most = calls;
    }

    void clear() {
        calls.clear();
    }

    /** 0 when the call is within the limit and counts, else the seconds after which one is again. */
    long enter(long nowMs) {
        while (!calls.isEmpty() && calls.peekFirst() <= nowMs - LENGTH_MS) {
            calls.removeFirst();
        }
        if (calls.size() < most) {
            calls.addLast(nowMs);
            return 0;
        }
        long free = calls.isEmpty() ? LENGTH_MS : calls.peekFirst() + LENGTH_MS - nowMs;
        return Math.max(1, (free + 999) / 1000);
    }
}
