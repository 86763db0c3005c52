package io.serai.bus;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.serai.message.Ids;
import io.serai.message.Item;
import io.serai.message.Json;
import io.serai.message.Message;
import io.serai.message.Outcome;
import io.serai.message.OutcomeLog;
import io.serai.message.Traces;
import io.serai.store.SqlStore;
import io.serai.store.cluster.Leases;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** The bus without routes, for tests of rooms that only look at it or handle dead letters. */
public final class TestBus {
    private final SqlStore store;
    private final Clock clock = Clock.systemUTC();
    private final Ids ids = new Ids();
    private final Groups groups;
    private final DeadLetters dead;
    private final Transport transport;
    private final Readers readers;
    private final Bus bus;
    private final Delays delays;
    private final Parking parking;

    public TestBus(SqlStore store) {
        this.store = store;
        Signals signals = new Signals();
        this.groups = new Groups(store);
        this.dead = new DeadLetters(store, signals, clock);
        this.transport = new EmbeddedTransport(store, groups, signals, clock);
        BusConfig config = new SmallRyeConfigBuilder()
                .withMapping(BusConfig.class)
                .withConverter(Duration.class, 200, text -> Duration.ofSeconds(1))
                .build()
                .getConfigMapping(BusConfig.class);
        this.readers = new Readers(new Pauses(config, new SimpleMeterRegistry(), clock));
        this.parking = new Parking(store, new RetryPolicy(config, clock), clock);
        this.delays = new Delays(store, transport, clock);
        this.bus = new Bus(store, transport, delays, ids, new BusMetrics(new SimpleMeterRegistry(), clock));
    }

    public static Traces traces(SqlStore store, OutcomeLog outcomes, Clock clock) {
        return new Erasure(store, outcomes, clock);
    }

    /** Parks it, as if it failed for now. */
    public void park(String topic, String group, String key, String correlation, JsonNode data) {
        Group registered = groups.register(topic, group);
        Delivery delivery = new Delivery(1, 0, message(topic, key, correlation, data), Instant.now(), 1, false);
        store.write(tx -> {
            parking.park(tx, registered, delivery, Outcome.of(Outcome.Kind.PARKED, "http-503", null));
            return null;
        });
    }

    /** Gives it up. */
    public void bury(String topic, String group, String key, String correlation, JsonNode data) {
        bury("magento-pl", topic, group, key, correlation, data);
    }

    /** The same, said by a system. */
    public void bury(String system, String topic, String group, String key, String correlation, JsonNode data) {
        Group registered = groups.register(topic, group);
        Delivery delivery =
                new Delivery(1, 0, message(topic, key, correlation, data).from(system), Instant.now(), 1, false);
        store.write(tx -> {
            dead.bury(tx, registered, delivery, Outcome.of(Outcome.Kind.DEAD, "refused", null), "flow", "0");
            return null;
        });
    }

    /** Gives up the inbound message itself, nothing that follows from it. */
    public void buryInbound(String system, String topic, String group, String id, JsonNode data) {
        Group registered = groups.register(topic, group);
        Delivery delivery =
                new Delivery(1, 0, message(topic, id, null, id, data).from(system), Instant.now(), 1, false);
        store.write(tx -> {
            dead.bury(tx, registered, delivery, Outcome.of(Outcome.Kind.DEAD, "unknown-person", null), "flow", "0");
            return null;
        });
    }

    /** Parks the inbound message itself. */
    public void parkInbound(String system, String topic, String group, String id, JsonNode data) {
        Group registered = groups.register(topic, group);
        Delivery delivery =
                new Delivery(1, 0, message(topic, id, null, id, data).from(system), Instant.now(), 1, false);
        store.write(tx -> {
            parking.park(tx, registered, delivery, Outcome.of(Outcome.Kind.PARKED, "unknown-person", null));
            return null;
        });
    }

    /** Publishes it for in an hour. */
    public void delay(String topic, String key, String correlation, JsonNode data) {
        bus.publish(
                topic,
                List.of(Item.of(message(topic, key, correlation, data), 1)),
                new Delay(clock.instant().plusSeconds(3_600), null));
    }

    public Bus bus() {
        return bus;
    }

    public Backlogs backlogs() {
        return new Backlogs(store, transport, readers);
    }

    public Delays delays() {
        return delays;
    }

    /** Publishes one that is due in an hour and belongs to that journey. */
    public void publishLater(String topic, String subject, String key, String correlation) {
        Message message = new Message(
                ids.next(), "any", "magento-pl", subject, clock.instant(), correlation, Json.MAPPER.createObjectNode());
        bus.publish(
                topic, List.of(Item.of(message, 1)), new Delay(clock.instant().plusSeconds(3_600), key));
    }

    public GroupRemoval removal() {
        return new GroupRemoval(store, groups, transport, readers, new Places(Leases.sole()));
    }

    /** A flow reads the group from now on, and does nothing. */
    public void read(String topic, String group) {
        readers.add(groups.register(topic, group));
    }

    public DeadLetters deadLetters() {
        return dead;
    }

    /** Publishes one message for each key; the data is {@code {"key": key}}. */
    public void publish(String topic, String... keys) {
        bus.publish(
                topic,
                Arrays.stream(keys).map(key -> Item.of(message(topic, key), 1)).toList());
    }

    /** A dead letter of this group, given up at the third attempt; the data is {@code {"key": key}}. */
    public void bury(String topic, String group, String key, String reason) {
        Group registered = groups.register(topic, group);
        Delivery delivery = new Delivery(1, 0, message(topic, key), Instant.now(), 3, false);
        Outcome outcome = Outcome.of(Outcome.Kind.DEAD, reason, "what was expected");
        store.write(tx -> {
            dead.bury(tx, registered, delivery, outcome, "flow-of-" + group, "0123456789ab");
            return null;
        });
    }

    private Message message(String topic, String key) {
        String id = ids.next();
        return message(topic, id, key, id, Json.MAPPER.createObjectNode().put("key", key));
    }

    private Message message(String topic, String key, String correlation, JsonNode data) {
        return message(topic, ids.next(), key, correlation, data);
    }

    private static Message message(String topic, String id, String key, String correlation, JsonNode data) {
        return new Message(id, topic, "magento-pl", key, Instant.now(), correlation, data);
    }
}
