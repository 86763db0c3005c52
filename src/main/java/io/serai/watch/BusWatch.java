package io.serai.watch;

import io.serai.bus.Backlog;
import io.serai.bus.Backlogs;
import io.serai.bus.Delayed;
import io.serai.bus.Traffic;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The backlog of every group, counted again at most every {@code serai.watch.every}, however many ask. Thread-safe. */
@Singleton
public class BusWatch {
    private final Backlogs backlogs;
    private final Duration every;
    private final Clock clock;
    private Seen last;

    BusWatch(Backlogs backlogs, WatchConfig config, Clock clock) {
        this.backlogs = backlogs;
        this.every = config.every();
        this.clock = clock;
    }

    /** @param at when it was counted */
    public record Seen(Instant at, List<Backlog> groups, Traffic traffic, List<Delayed> delayed) {}

    /** What was seen last, counted anew if that is too long ago. Blocks. */
    public synchronized Seen look() {
        Instant now = clock.instant();
        if (last == null || !now.isBefore(last.at().plus(every)))
            last = new Seen(now, backlogs.count(), backlogs.traffic(), backlogs.delayed());
        return last;
    }
}
