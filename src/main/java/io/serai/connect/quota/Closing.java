package io.serai.connect.quota;

import io.serai.message.Priority;
import java.time.Duration;

/**
 * What the vendor's answers closed: for all until a time, or for what is less urgent because the day's calls run out. Times are
 * nanoseconds of one clock. Not thread-safe, but for {@link #all}.
 */
final class Closing {
    /** From this part of the day's calls on, backfills stop. */
    static final double NO_BACKFILL = 0.90;
    /** From this part on, replays stop too; what is live goes on until the vendor refuses it. */
    static final double NO_REPLAY = 0.98;

    /** How long a word about the day counts; then one call finds out how it stands now. */
    private static final Duration DAY_KNOWN = Duration.ofMinutes(15);

    private static final Duration FIRST_GUESS = Duration.ofSeconds(1);
    private static final Duration LONGEST_GUESS = Duration.ofMinutes(1);

    private volatile long until;
    private Duration guess = FIRST_GUESS;
    private Priority stopped;
    private long dayUntil;

    Closing(long now) {
        this.until = now;
        this.dayUntil = now;
    }

    /** Nobody calls for so long, or longer if that was said before. */
    void close(Duration wait, long now) {
        if (now + wait.toNanos() - until > 0) until = now + wait.toNanos();
    }

    /** Refused for too many calls, without a time: each time in a row it is closed for twice as long, up to a minute. */
    Duration closeByGuess(long now) {
        if (remaining(now) > 0) return Duration.ofNanos(remaining(now)); // said by a call that was under way then
        Duration wait = guess;
        Duration twice = guess.multipliedBy(2);
        guess = twice.compareTo(LONGEST_GUESS) > 0 ? LONGEST_GUESS : twice;
        close(wait, now);
        return wait;
    }

    /** A call was accepted. */
    void accepted() {
        guess = FIRST_GUESS;
    }

    void dayUsed(double part, long now) {
        stopped = part >= NO_REPLAY ? Priority.REPLAY : part >= NO_BACKFILL ? Priority.BACKFILL : null;
        dayUntil = now + DAY_KNOWN.toNanos();
    }

    /** Nanoseconds until calls of this priority may be made again; 0 when they may. */
    long remaining(Priority priority, long now) {
        long all = remaining(now);
        boolean held = stopped != null && priority.compareTo(stopped) >= 0;
        return held ? Math.max(all, dayUntil - now) : all;
    }

    /** Nanoseconds until it is open again. Thread-safe. */
    long remaining(long now) {
        return Math.max(0, until - now);
    }
}
