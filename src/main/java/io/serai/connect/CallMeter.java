package io.serai.connect;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.InterruptedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Counts calls to vendors and what is used up of their quotas. Thread-safe. */
@Singleton
public class CallMeter {
    private final MeterRegistry registry;
    private final Map<String, Double> quotas = new ConcurrentHashMap<>();

    @Inject
    public CallMeter(MeterRegistry registry) {
        this.registry = registry;
    }

    /** One attempt was answered with this HTTP status. */
    public void answered(String system, int status) {
        counted(system, Integer.toString(status));
    }

    /** One attempt had no answer; counted with the status {@code timeout} or {@code connection}. */
    public void unanswered(String system, Throwable failure) {
        boolean timeout = failure instanceof InterruptedIOException || failure instanceof TimeoutException;
        counted(system, timeout ? "timeout" : "connection");
    }

    private void counted(String system, String status) {
        Counter.builder("serai_connect_calls_total")
                .description("HTTP calls to vendors, each attempt and login counted")
                .tag("system", system)
                .tag("status", status)
                .register(registry)
                .increment();
    }

    public void took(String system, long nanos) {
        Timer.builder("serai_connect_call_seconds")
                .description("Time until a vendor's answer")
                .tag("system", system)
                .register(registry)
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    /** The vendor told how much of its quota is used. */
    public void quota(String system, long used, long max) {
        double ratio = max <= 0 ? 0 : (double) used / max;
        if (quotas.put(system, ratio) != null) return;
        Gauge.builder("serai_connect_quota_used_ratio", () -> quotas.get(system))
                .description("Part of the vendor's quota of calls that is used")
                .tag("system", system)
                .register(registry);
    }
}
