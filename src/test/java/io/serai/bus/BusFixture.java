package io.serai.bus;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.serai.bus.broker.Broker;
import io.serai.message.Batch;
import io.serai.message.Batches;
import io.serai.message.Failure;
import io.serai.message.FailureClassifier;
import io.serai.message.Handled;
import io.serai.message.Ids;
import io.serai.message.Item;
import io.serai.message.Json;
import io.serai.message.Message;
import io.serai.message.Tracing;
import io.serai.store.SqlStore;
import io.serai.store.StoreTransaction;
import io.serai.store.TestStore;
import io.serai.store.cluster.Leases;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** The bus on a real store in a Camel context of its own, as one process would have it. */
final class BusFixture implements AutoCloseable {
    /** Fails in a way that may pass. */
    static final class Passing extends RuntimeException {
        Passing() {
            super("may pass");
        }
    }

    /** The target is down, and may ask to be left alone for a while. */
    static final class Down extends RuntimeException {
        private final Duration retryAfter;

        Down(Duration retryAfter) {
            super("down");
            this.retryAfter = retryAfter;
        }
    }

    final List<Handled> handled = new CopyOnWriteArrayList<>();
    final SqlStore store;
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final DefaultCamelContext camel = new DefaultCamelContext();
    final Bus bus;
    final Delays delays;
    final Parking parking;
    final DeadLetters dead;
    final Pauses pauses;
    final GroupRemoval removal;
    final Backlogs backlogs;
    final Lanes lanes;
    private final Ids ids = new Ids();
    private final ExecutorService afterCommit = Executors.newFixedThreadPool(2);

    BusFixture(Path folder, Map<String, String> settings) throws Exception {
        this(folder, settings, null);
    }

    /** @param broker that messages travel through; null for the embedded transport */
    BusFixture(Path folder, Map<String, String> settings, Broker broker) throws Exception {
        this(TestStore.open(folder), settings, broker, Leases.sole());
    }

    BusFixture(Path folder, Map<String, String> settings, Broker broker, Tracing tracing) throws Exception {
        this(TestStore.open(folder), settings, broker, Leases.sole(), BusFixture::classify, tracing);
    }

    /** One of several replicas on a store. */
    BusFixture(SqlStore store, Map<String, String> settings, Broker broker, Leases leases) throws Exception {
        this(store, settings, broker, leases, BusFixture::classify, Tracing.OFF);
    }

    BusFixture(
            SqlStore store,
            Map<String, String> settings,
            Broker broker,
            Leases leases,
            FailureClassifier failures,
            Tracing tracing)
            throws Exception {
        this.store = store;
        lanes = new Lanes(leases);
        Clock clock = Clock.systemUTC();
        BusConfig config = new SmallRyeConfigBuilder()
                .withMapping(BusConfig.class)
                .withDefaultValue("serai.bus.retry.initial-delay", "PT0.05S")
                .withDefaultValue("serai.bus.poll-interval", "PT0.02S")
                .withDefaultValue("serai.bus.pause.probe-delay", "PT1S")
                .withDefaultValue("serai.bus.pause.max-delay", "PT30S")
                .withDefaultValue("serai.bus.retry.max-delay", "PT1H")
                .withDefaultValue("serai.bus.retry.link-timeout", "P7D")
                .withDefaultValues(settings)
                .build()
                .getConfigMapping(BusConfig.class);
        Signals signals = new Signals();
        Groups groups = new Groups(store);
        BusMetrics metrics = new BusMetrics(registry, clock);
        RetryPolicy policy = new RetryPolicy(config, clock);
        parking = new Parking(store, policy, clock);
        dead = new DeadLetters(store, signals, clock);
        pauses = new Pauses(config, registry, clock);
        Places places = new Places(leases);
        Transport transport = broker == null
                ? new EmbeddedTransport(store, groups, signals, clock)
                : new BrokerTransport(
                        "test",
                        broker,
                        store,
                        groups,
                        places,
                        new Outbox(store, clock),
                        signals,
                        dead,
                        pauses,
                        new ConnectionMeter(broker, "test", registry),
                        () -> true,
                        config.pollInterval());
        Readers readers = new Readers(pauses);
        backlogs = new Backlogs(store, transport, readers);
        removal = new GroupRemoval(store, groups, transport, readers, places);
        delays = new Delays(store, transport, clock);
        bus = new Bus(store, transport, delays, ids, metrics);
        Settlement settlement = new Settlement(
                store, transport, parking, dead, policy, this::committed, route -> "revision", metrics, clock);
        Workshop workshop = new Workshop(
                groups,
                transport,
                parking,
                settlement,
                failures,
                signals,
                lanes,
                pauses,
                new Orderings(store),
                readers,
                tracing,
                config);
        camel.addComponent(
                "bus",
                new BusComponent(
                        bus,
                        workshop,
                        new Alarm(delays, () -> leases.take("bus/alarm"), config.pollInterval()),
                        clock));
        camel.getRegistry().bind("transaction", new StoreTransaction(store, afterCommit, false));
        camel.getShutdownStrategy().setTimeout(5);
    }

    private static Failure classify(Throwable failure) {
        return failure instanceof Down down
                ? new Failure(true, "http-503", "answered 503", down.retryAfter)
                : new Failure(failure instanceof Passing, "test", failure.getMessage(), null);
    }

    /** Told only when the outcomes are durable, so that tests may look into the tables then. */
    private void committed(List<Handled> outcomes) {
        store.write(tx -> {
            tx.afterCommit(() -> handled.addAll(outcomes));
            return null;
        });
    }

    /** Starts the context, with the routes added so far. */
    BusFixture start(RouteBuilder... routes) throws Exception {
        for (RouteBuilder route : routes) camel.addRoutes(route);
        camel.start();
        return this;
    }

    /** Publishes one message for each key; the data is {@code {"key": key}}. */
    void publish(String topic, String... keys) {
        bus.publish(topic, Arrays.stream(keys).map(key -> item(topic, key)).toList());
    }

    Item item(String topic, String key) {
        String id = ids.next();
        JsonNode data = Json.MAPPER.createObjectNode().put("key", key);
        return Item.of(new Message(id, topic, "test", key, Instant.now(), id, data), 1);
    }

    /** The key of each element of the exchange's body. */
    static List<String> keys(org.apache.camel.Exchange exchange) {
        List<String> keys = new ArrayList<>();
        Batch batch = Batches.current(exchange);
        batch.live().forEach(item -> keys.add(item.body().get("key").asText()));
        return keys;
    }

    /** Outcomes so far, as {@code key=outcome}, in the order of settlement. */
    List<String> outcomes() {
        return handled.stream()
                .map(one -> one.item().message().subject() + "="
                        + one.item().outcome().kind().label())
                .toList();
    }

    long rows(String table) {
        return store.read(tx -> tx.first("SELECT count(*) FROM " + table, row -> row.getLong(1)))
                .orElseThrow();
    }

    @Override
    public void close() {
        camel.stop();
        lanes.close();
        store.close();
        afterCommit.shutdown();
    }
}
