package io.serai.bus;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which groups have paused because their target is down. Each process finds out by itself, as a target may be out of reach for one
 * of them only. Thread-safe.
 */
@Singleton
public class Pauses {
    private record Key(String topic, String group) {}

    private final ConcurrentHashMap<Key, Pause> all = new ConcurrentHashMap<>();
    private final BusConfig config;
    private final MeterRegistry registry;
    private final Clock clock;

    Pauses(BusConfig config, MeterRegistry registry, Clock clock) {
        this.config = config;
        this.registry = registry;
        this.clock = clock;
    }

    /** Since when the group has been paused in this process; empty when it is not. */
    public Optional<Instant> since(String topic, String group) {
        Pause pause = all.get(new Key(topic, group));
        return pause == null ? Optional.empty() : Optional.ofNullable(pause.since());
    }

    /** The same for all workers of the group, also after the route was replaced: the target did not change by that. */
    Pause of(Group group) {
        return all.computeIfAbsent(new Key(group.topic(), group.name()), key -> register(group));
    }

    private Pause register(Group group) {
        Pause pause = new Pause(group, config.pause(), clock);
        Gauge.builder("serai_bus_group_paused", pause, each -> each.paused() ? 1 : 0)
                .description("1 while the group takes nothing because its target is down")
                .tags("topic", group.topic(), "group", group.name())
                .register(registry);
        FunctionCounter.builder("serai_bus_group_pauses", pause, Pause::pauses)
                .description("How often the group paused because its target was down")
                .tags("topic", group.topic(), "group", group.name())
                .register(registry);
        return pause;
    }
}
