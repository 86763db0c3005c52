package io.serai.connect.quota;

import io.micrometer.core.instrument.MeterRegistry;
import io.serai.connect.CallMeter;
import io.serai.connect.VendorSystem;
import io.serai.store.Store;
import io.serai.store.StoreConfig;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The one limiter of each system. Replicas share theirs by the store when it is one that replicas can share. */
@Singleton
public class Limiters {
    private final Map<String, Limiter> limiters = new ConcurrentHashMap<>();
    private final MeterRegistry registry;
    private final CallMeter calls;
    private final Clock clock;
    private final LongSupplier nanos;
    private final Supplier<Store> shared;

    @Inject
    Limiters(MeterRegistry registry, CallMeter calls, Clock clock, Instance<Store> store, StoreConfig settings) {
        this(registry, calls, clock, System::nanoTime, settings.kind().equals("postgresql") ? store::get : null);
    }

    /** @param shared null when this is the only process */
    Limiters(MeterRegistry registry, CallMeter calls, Clock clock, LongSupplier nanos, Supplier<Store> shared) {
        this.registry = registry;
        this.calls = calls;
        this.clock = clock;
        this.nanos = nanos;
        this.shared = shared;
    }

    /** For a process that has no store, or is alone. */
    public static Limiters alone(MeterRegistry registry, CallMeter calls) {
        return new Limiters(registry, calls, Clock.systemUTC(), System::nanoTime, null);
    }

    /** Always the same one for a system. */
    public Limiter of(VendorSystem system) {
        return limiters.computeIfAbsent(system.name(), name -> make(system));
    }

    private Limiter make(VendorSystem system) {
        return new Limiter(
                system.name(),
                system.quota().limit(),
                VendorQuota.of(system.quota().vendor(), clock).correction(),
                supply(system),
                new QuotaMeter(system.name(), registry, calls),
                nanos);
    }

    private Supply supply(VendorSystem system) {
        long now = nanos.getAsLong();
        if (shared == null) return new OwnSupply(system.quota().limit(), now);
        return new SharedSupply(system.quota().limit(), new QuotaTable(system.name(), shared, clock), now);
    }
}
