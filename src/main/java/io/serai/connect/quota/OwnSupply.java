package io.serai.connect.quota;

import io.serai.message.Priority;

/** The bucket of the only process that uses the credential. */
final class OwnSupply implements Supply {
    private final Limit limit;
    private Level level;

    OwnSupply(Limit limit, long now) {
        this.limit = limit;
        this.level = Level.full(limit, now);
    }

    @Override
    public long take(Priority priority, int ahead, long now) {
        if (!limit.rated()) return 0;
        level = level.at(now, limit);
        double missing = 1 + ahead + limit.keep(priority) - level.tokens();
        if (missing > 0) return limit.nanosFor(missing);
        level = level.less(1);
        return 0;
    }

    @Override
    public void left(long calls) {
        level = level.atMost(calls);
    }
}
