package io.serai.hub;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.serai.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts merges, readings, and records. Labels are entities and results, never ids. */
final class HubMetrics {
    private static final Duration COUNTED_EVERY = Duration.ofSeconds(30);

    /** What a reading of all objects of a system came to. */
    enum Reading {
        WHOLE,
        /** It showed fewer objects than there are. */
        PARTIAL,
        /** More objects were missing than may be. */
        REFUSED
    }

    private record Key(String entity, String result) {}

    private final MeterRegistry registry;
    private final Store store;
    private final Clock clock;
    private final Map<Key, Counter> merged = new ConcurrentHashMap<>();
    private final Map<String, Gauge> gauges = new ConcurrentHashMap<>();
    private Map<String, Long> records = Map.of();
    private Instant counted = Instant.MIN;

    HubMetrics(MeterRegistry registry, Store store, Clock clock) {
        this.registry = registry;
        this.store = store;
        this.clock = clock;
    }

    void merged(Merged one) {
        String entity = one.result().equals("refused") ? "unknown" : one.entity();
        merged.computeIfAbsent(
                        new Key(entity, one.result()),
                        key -> registry.counter("serai_hub_merged", "entity", key.entity(), "result", key.result()))
                .increment();
    }

    void census(String entity, Reading reading) {
        readings(entity, reading).increment();
    }

    /** Shows readings from now on, so that the first one is an increase. */
    void watchCensus(String entity) {
        for (Reading reading : Reading.values()) readings(entity, reading);
    }

    private Counter readings(String entity, Reading reading) {
        return registry.counter(
                "serai_hub_census", "entity", entity, "result", reading.name().toLowerCase(Locale.ROOT));
    }

    /** Shows the number of records of the entity from now on. */
    void watch(String entity) {
        gauges.computeIfAbsent(
                entity,
                name -> Gauge.builder("serai_hub_records", this, self -> self.count(name))
                        .tag("entity", name)
                        .register(registry));
    }

    /** Counted in the database, by an index, at most every 30 seconds however often metrics are read. */
    private synchronized long count(String entity) {
        Instant now = clock.instant();
        if (counted.isBefore(now.minus(COUNTED_EVERY))) {
            records = store.read(tx -> {
                Map<String, Long> counts = new HashMap<>();
                tx.query(
                                "SELECT entity, COUNT(*) FROM hub_record WHERE forgotten_at IS NULL GROUP BY entity",
                                row -> Map.entry(row.getString(1), row.getLong(2)))
                        .forEach(each -> counts.put(each.getKey(), each.getValue()));
                return counts;
            });
            counted = now;
        }
        return records.getOrDefault(entity, 0L);
    }
}
