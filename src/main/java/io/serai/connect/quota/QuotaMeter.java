package io.serai.connect.quota;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.serai.connect.CallMeter;
import io.serai.message.Priority;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The figures of one limiter, all there from the start. */
final class QuotaMeter {
    private final String system;
    private final MeterRegistry registry;
    private final CallMeter calls;
    private final Timer waits;
    private final Map<Priority, Counter> refused = new EnumMap<>(Priority.class);

    QuotaMeter(String system, MeterRegistry registry, CallMeter calls) {
        this.system = system;
        this.registry = registry;
        this.calls = calls;
        this.waits = Timer.builder("serai_connect_quota_wait_seconds")
                .description("How long calls that had to wait for the vendor's quota did so")
                .tag("system", system)
                .register(registry);
        for (Priority priority : Priority.values())
            refused.put(
                    priority,
                    Counter.builder("serai_connect_quota_refused_total")
                            .description(
                                    "Calls that were not made, to keep within the vendor's quota; their messages are parked")
                            .tag("system", system)
                            .tag("priority", priority.label())
                            .register(registry));
    }

    void watch(BooleanSupplier closed) {
        Gauge.builder("serai_connect_quota_closed", () -> closed.getAsBoolean() ? 1 : 0)
                .description("1 while the vendor has asked not to be called")
                .tag("system", system)
                .register(registry);
    }

    void waited(long nanos) {
        if (nanos > 0) waits.record(nanos, TimeUnit.NANOSECONDS);
    }

    void refused(Priority priority) {
        refused.get(priority).increment();
    }

    void used(Advice.Use use) {
        calls.quota(system, use.used(), use.max());
    }
}
