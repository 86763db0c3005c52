package io.serai.watch;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.serai.bus.Backlog;
import io.serai.bus.Traffic;
import io.serai.store.SqlStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.jboss.logging.Logger;

/** Gauges of every group and of the store; groups appear and vanish with the routes. */
@ApplicationScoped
class Gauges {
    private static final Logger LOG = Logger.getLogger(Gauges.class);

    private final BusWatch bus;
    private final WatchConfig config;
    private final Clock clock;
    private final MultiGauge waiting;
    private final MultiGauge oldest;
    private final MultiGauge parked;
    private final MultiGauge dead;
    private final MultiGauge delayed;
    private final MultiGauge connected;
    private final MultiGauge outbox;
    private final MultiGauge outboxAge;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(runnable -> {
        Thread thread = new Thread(runnable, "serai-watch");
        thread.setDaemon(true);
        return thread;
    });

    Gauges(BusWatch bus, SqlStore store, WatchConfig config, MeterRegistry registry, Clock clock) {
        this.bus = bus;
        this.config = config;
        this.clock = clock;
        this.waiting = gauge(registry, "serai_bus_backlog_messages", "Messages that are ready or being handled");
        this.oldest = gauge(registry, "serai_bus_oldest_age_seconds", "Age of the oldest message of the backlog");
        this.parked = gauge(registry, "serai_bus_parked_messages", "Messages that wait for their next attempt");
        this.dead = gauge(registry, "serai_bus_dead_messages", "Messages that were given up");
        this.delayed = gauge(registry, "serai_bus_delayed_messages", "Messages that are not due yet");
        this.connected = gauge(registry, "serai_bus_connected", "1 while the transport's broker can be reached");
        this.outbox =
                gauge(registry, "serai_bus_outbox_messages", "Published messages that are not with the broker yet");
        this.outboxAge = gauge(registry, "serai_bus_outbox_oldest_age_seconds", "Age of the oldest of them");
        Gauge.builder("serai_store_waiting_units", store, SqlStore::waiting)
                .description("Units of work that wait for the writing thread")
                .register(registry);
    }

    private static MultiGauge gauge(MeterRegistry registry, String name, String description) {
        return MultiGauge.builder(name).description(description).register(registry);
    }

    void start(@Observes StartupEvent event) {
        timer.scheduleWithFixedDelay(this::refreshSafely, 0, config.every().toMillis(), TimeUnit.MILLISECONDS);
    }

    void stop(@Observes ShutdownEvent event) {
        timer.shutdownNow();
    }

    private void refreshSafely() {
        try {
            refresh();
        } catch (RuntimeException e) {
            LOG.warnf("The backlog of the groups could not be counted: %s", e.getMessage());
        }
    }

    void refresh() {
        BusWatch.Seen seen = bus.look();
        show(seen.traffic());
        List<Backlog> groups = seen.groups();
        show(waiting, groups, Backlog::waiting);
        show(oldest, groups, group -> age(group.oldest()));
        show(parked, groups, Backlog::parked);
        show(dead, groups, Backlog::dead);
        delayed.register(
                seen.delayed().stream()
                        .map(topic -> Row.of(Tags.of("topic", topic.topic()), topic.count()))
                        .toList(),
                true);
    }

    private static void show(MultiGauge gauge, List<Backlog> groups, ToDoubleFunction<Backlog> value) {
        gauge.register(
                groups.stream()
                        .map(group -> Row.of(Tags.of("topic", group.topic(), "group", group.group()), group, value))
                        .toList(),
                true);
    }

    private void show(Traffic traffic) {
        Tags tags = Tags.of("transport", traffic.transport());
        connected.register(List.of(Row.of(tags, traffic.connected() ? 1 : 0)), true);
        outbox.register(List.of(Row.of(tags, traffic.outbox())), true);
        outboxAge.register(List.of(Row.of(tags, age(traffic.oldest()))), true);
    }

    private double age(Instant oldest) {
        if (oldest == null) return 0;
        return Math.max(0, Duration.between(oldest, clock.instant()).toMillis() / 1_000.0);
    }
}
