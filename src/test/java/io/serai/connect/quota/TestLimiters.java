package io.serai.connect.quota;

import io.micrometer.core.instrument.MeterRegistry;
import io.serai.connect.CallMeter;

/** Limiters of one process, on a clock that is set by hand. */
public final class TestLimiters {
    private TestLimiters() {}

    public static Limiters of(MeterRegistry registry, FakeTime time) {
        return new Limiters(registry, new CallMeter(registry), time, time, null);
    }
}
