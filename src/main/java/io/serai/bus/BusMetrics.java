package io.serai.bus;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.serai.message.Item;
import io.serai.message.Outcome;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;

/** Counters and histograms of what passes through the bus. Labels are names from routes, never ids. */
@Singleton
class BusMetrics {
    private record SettledKey(String topic, String group, String flow, String outcome) {}

    private final MeterRegistry registry;
    private final Clock clock;
    private final ConcurrentHashMap<SettledKey, Counter> settled = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Group, Timer> endToEnd = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, Counter> published = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Group, Timer> handling = new ConcurrentHashMap<>();

    BusMetrics(MeterRegistry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
    }

    void published(String topic, int count) {
        published
                .computeIfAbsent(
                        topic,
                        name -> Counter.builder("serai_bus_published")
                                .description("Messages published to a topic")
                                .tag("topic", name)
                                .register(registry))
                .increment(count);
    }

    void settled(Group group, String flow, Settlement.Settled one) {
        Item item = one.item();
        Outcome.Kind kind = item.outcome().kind();
        settled.computeIfAbsent(
                        new SettledKey(group.topic(), group.name(), flow, kind.label()),
                        key -> Counter.builder("serai_flow_messages")
                                .description("Messages that a flow has handled, by what became of them")
                                .tags(
                                        "topic",
                                        key.topic(),
                                        "group",
                                        key.group(),
                                        "flow",
                                        key.flow(),
                                        "outcome",
                                        key.outcome())
                                .register(registry))
                .increment();
        if (kind == Outcome.Kind.DELIVERED)
            endToEnd.computeIfAbsent(
                            group,
                            key -> timer(
                                    "serai_flow_end_to_end",
                                    "From the change at its source until the target had it",
                                    key))
                    .record(Duration.between(item.message().time(), clock.instant()));
        if (!kind.equals(Outcome.Kind.SKIPPED_FILTERED))
            handling.computeIfAbsent(
                            group,
                            key -> timer(
                                    "serai_flow_handling", "One message's share of the time that its flow took", key))
                    .record(one.duration());
    }

    private Timer timer(String name, String description, Group group) {
        return Timer.builder(name)
                .description(description)
                .tags("topic", group.topic(), "group", group.name())
                .serviceLevelObjectives(
                        Duration.ofMillis(10),
                        Duration.ofMillis(50),
                        Duration.ofMillis(100),
                        Duration.ofMillis(250),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(5),
                        Duration.ofHours(1))
                .register(registry);
    }
}
