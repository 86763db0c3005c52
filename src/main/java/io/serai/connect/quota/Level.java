package io.serai.connect.quota;

/**
 * How full a bucket is at a time.
 *
 * @param nanos on whatever clock the bucket lives by; only differences count
 */
record Level(double tokens, long nanos) {
    static Level full(Limit limit, long nanos) {
        return new Level(limit.burst(), nanos);
    }

    /** A clock that went back adds nothing and takes nothing. */
    Level at(long now, Limit limit) {
        long passed = now - nanos;
        if (passed <= 0) return this;
        return new Level(Math.min(limit.burst(), tokens + passed * limit.perNano()), now);
    }

    Level less(double taken) {
        return new Level(tokens - taken, nanos);
    }

    Level atMost(double left) {
        return tokens <= left ? this : new Level(Math.max(0, left), nanos);
    }
}
