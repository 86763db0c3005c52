package io.serai.connect.quota;

import io.serai.message.Priority;
import java.time.Duration;
import java.util.Arrays;

/**
 * One replica's part of a bucket that all replicas share: it takes tokens for the next second from the store, as many as it used in the
 * second before or has callers for, and lets what is left of them expire. So the store is written about once a second and not for each
 * call, and all replicas together keep to the one bucket.
 *
 * <p>Without a limit it only learns, as often, whether another replica was told not to call.
 */
final class SharedSupply implements Supply {
    private static final long SLICE = Duration.ofSeconds(1).toNanos();
    /** Another caller is asking the store already; it wakes the others when it has the answer. */
    private static final long SOON = Duration.ofMillis(50).toNanos();

    private record Order(Priority priority, int want) {}

    private final Limit limit;
    private final QuotaTable table;
    private final int largest;
    private final long[] askAgain;
    private final int[] held = new int[Priority.values().length];
    private long expires;
    private long secondEnds;
    private int used;
    private int usedBefore;
    private Long left;
    private volatile Order order;

    SharedSupply(Limit limit, QuotaTable table, long now) {
        this.limit = limit;
        this.table = table;
        this.largest = (int) Math.max(1, Math.ceil(limit.perNano() * SLICE));
        this.expires = now;
        this.secondEnds = now;
        this.askAgain = new long[] {now, now, now};
    }

    @Override
    public long take(Priority priority, int ahead, long now) {
        count(now);
        boolean fresh = expires - now > 0;
        if (fresh && !limit.rated()) return 0;
        if (!fresh) Arrays.fill(held, 0);
        if (usable(priority) > ahead) {
            takeOne(priority);
            return 0;
        }
        long wait = askAgain[priority.ordinal()] - now;
        if (wait > 0) return wait;
        if (order != null) return SOON;
        order = new Order(priority, Math.min(largest, Math.max(ahead + 1, Math.max(used, usedBefore))));
        return FETCH;
    }

    /** How many calls there were in this second and in the one before: so many may be wanted in the next. */
    private void count(long now) {
        if (secondEnds - now > 0) return;
        usedBefore = now - secondEnds < SLICE ? used : 0;
        used = 0;
        secondEnds = now + SLICE;
    }

    /** What was got for less urgent calls serves more urgent ones too, not the other way round. */
    private int usable(Priority priority) {
        int sum = 0;
        for (int i = priority.ordinal(); i < held.length; i++) sum += held[i];
        return sum;
    }

    private void takeOne(Priority priority) {
        int i = priority.ordinal();
        while (held[i] == 0) i++;
        held[i]--;
        used++;
    }

    @Override
    public void left(long calls) {
        left = calls;
        for (int i = 0; i < held.length; i++) held[i] = (int) Math.min(held[i], calls);
    }

    @Override
    public Slice fetch() {
        Order now = order;
        try {
            if (!limit.rated()) return new Slice(now.priority(), 0, 0, table.closed());
            return table.take(limit, now.priority(), now.want(), left);
        } finally {
            order = null;
        }
    }

    @Override
    public void received(Slice slice, long now) {
        held[slice.priority().ordinal()] += slice.tokens();
        expires = now + SLICE;
        left = null;
        if (slice.tokens() == 0) askAgain[slice.priority().ordinal()] = now + slice.nanos();
    }

    @Override
    public void closed(Duration wait) {
        table.close(wait);
    }
}
