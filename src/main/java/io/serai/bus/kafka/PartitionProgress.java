package io.serai.bus.kafka;

import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * How far a group has come in one partition: everything before {@link #settled} is acknowledged, in whichever order that
 * happened. Thread-safe.
 */
final class PartitionProgress {
    private final TreeSet<Long> open = new TreeSet<>();
    private long next = -1;
    private long committed = -1;

    /** Offsets rise, with gaps where the topic was compacted. */
    synchronized void handOver(long offset) {
        open.add(offset);
        next = offset + 1;
        if (committed < 0) committed = offset;
    }

    synchronized void acknowledge(long offset) {
        open.remove(offset);
    }

    /** How many are handed over and not acknowledged. */
    synchronized int open() {
        return open.size();
    }

    /** The offset to commit, if there is any beyond what is committed: that of the first one that is not acknowledged. */
    synchronized OptionalLong settled() {
        long settled = open.isEmpty() ? next : open.first();
        return settled > committed ? OptionalLong.of(settled) : OptionalLong.empty();
    }

    synchronized void committed(long offset) {
        committed = Math.max(committed, offset);
    }
}
