package io.serai.connect.quota;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Time that passes only when the test says so. */
public final class FakeTime extends Clock implements LongSupplier {
    private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 7); // a nanosecond clock may well run over

    private final long from = nanos.get();

    public void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    public void pass(String time) {
        pass(Duration.parse("PT" + time));
    }

    @Override
    public long getAsLong() {
        return nanos.get();
    }

    @Override
    public Instant instant() {
        return START.plusNanos(nanos.get() - from);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }
}
