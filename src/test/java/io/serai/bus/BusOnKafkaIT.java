package io.serai.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.bus.broker.BrokerException;
import io.serai.bus.kafka.KafkaBroker;
import io.serai.bus.kafka.KafkaServer;
import io.serai.flow.TracedWebhook;
import io.serai.message.Message;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the bus promises, on a real Kafka: store, outbox, relay, workers and the broker together. */
@Tag("jvm")
class BusOnKafkaIT {
    private interface Step {
        void process(Exchange exchange) throws Exception;
    }

    private static final AtomicInteger TOPICS = new AtomicInteger();
    private static KafkaServer server;

    @TempDir
    Path folder;

    private final String topic = "t" + TOPICS.incrementAndGet();
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final List<BusFixture> opened = new ArrayList<>();

    @BeforeAll
    static void startServer() {
        server = KafkaServer.start();
    }

    @AfterAll
    static void stopServer() throws Exception {
        if (server != null) server.close();
    }

    @AfterEach
    void close() {
        opened.forEach(BusFixture::close);
        camel.stop();
    }

    private BusFixture bus(Map<String, String> settings) throws Exception {
        KafkaBroker broker = server.broker(camel, Map.of("serai.bus.kafka.partitions", "4"));
        BusFixture bus = new BusFixture(folder, settings, broker);
        opened.add(bus);
        return bus;
    }

    private BusFixture bus() throws Exception {
        return bus(Map.of());
    }

    private void stop(BusFixture bus) {
        opened.remove(bus);
        bus.close();
    }

    private static ConditionFactory eventually() {
        return await().atMost(Duration.ofMinutes(3));
    }

    private RouteBuilder route(String group, Step step) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("bus:" + topic + "?group=" + group)
                        .routeId(group.replaceAll("[^a-z]", "-"))
                        .process(step::process);
            }
        };
    }

    private RouteBuilder collect(String group, List<String> into) {
        return route(group, exchange -> into.addAll(BusFixture.keys(exchange)));
    }

    private static boolean isEmpty(BusFixture bus) {
        return bus.rows("bus_outbox") == 0
                && bus.backlogs.count().stream().allMatch(backlog -> backlog.waiting() == 0 && backlog.parked() == 0);
    }

    @Test
    void everyGroupGetsEveryMessageOnce() throws Exception {
        List<String> first = new CopyOnWriteArrayList<>();
        List<String> second = new CopyOnWriteArrayList<>();
        BusFixture bus = bus().start(collect("first", first), collect("second&batch=20", second));
        String[] keys = IntStream.range(0, 600).mapToObj(i -> "k" + i).toArray(String[]::new);
        bus.publish(topic, keys);
        eventually().until(() -> bus.handled.size() == 1_200);
        assertThat(first).containsExactlyInAnyOrder(keys);
        assertThat(second).containsExactlyInAnyOrder(keys);
        eventually().until(() -> isEmpty(bus));
    }

    @Test
    void noMessageOvertakesAnotherOfItsKey() throws Exception {
        BusFixture bus = bus().start(route("g&concurrency=4&batch=5", exchange -> {}));
        for (int i = 0; i < 50; i++) bus.publish(topic, "a", "b", "c", "d", "e");
        eventually().until(() -> bus.handled.size() == 250);
        for (String key : List.of("a", "b", "c", "d", "e")) {
            assertThat(bus.handled)
                    .extracting(one -> one.item().message())
                    .filteredOn(message -> message.subject().equals(key))
                    .extracting(Message::id)
                    .as(key)
                    .isSorted()
                    .hasSize(50);
        }
    }

    @Test
    void whatIsPublishedWhileKafkaIsKilledArrives() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        BusFixture bus = bus().start(collect("g", seen));
        bus.publish(topic, "before");
        eventually().until(() -> seen.contains("before"));
        server.kill();
        String[] keys = IntStream.range(0, 100).mapToObj(i -> "k" + i).toArray(String[]::new);
        for (String key : keys) bus.publish(topic, key);
        eventually().untilAsserted(() -> assertThat(seen).contains(keys));
        eventually().until(() -> isEmpty(bus));
        bus.publish(topic, "after");
        eventually().until(() -> seen.contains("after"));
    }

    @Test
    void whatAStoppedProcessDidNotHandleComesToTheNext() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        BusFixture bus = bus().start(route("g&batch=2", exchange -> {
            seen.addAll(BusFixture.keys(exchange));
            entered.countDown();
            go.await();
        }));
        String[] keys = IntStream.range(0, 40).mapToObj(i -> "k" + i).toArray(String[]::new);
        bus.publish(topic, keys);
        assertThat(entered.await(3, TimeUnit.MINUTES)).isTrue();
        eventually().until(() -> bus.rows("bus_outbox") == 0);
        Thread stopper = new Thread(() -> stop(bus));
        stopper.start();
        eventually().until(() -> !bus.camel.isStarted());
        go.countDown();
        stopper.join();
        BusFixture next = bus().start(collect("g", seen));
        eventually().untilAsserted(() -> assertThat(seen).contains(keys));
        eventually().until(() -> isEmpty(next));
    }

    @Test
    void aFlowThatIsStoppedAndStartedAgainGoesOnWhereItWas() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        BusFixture bus = bus().start(collect("g", seen));
        bus.publish(topic, "a", "b");
        eventually().until(() -> seen.size() == 2);
        bus.camel.getRouteController().stopRoute("g");
        bus.publish(topic, "c", "d");
        bus.camel.getRouteController().startRoute("g");
        eventually().until(() -> seen.size() == 4);
        eventually().until(() -> isEmpty(bus));
        assertThat(seen).containsExactlyInAnyOrder("a", "b", "c", "d");
    }

    @Test
    void aGroupIsRemovedOnceNobodyReadsIt() throws Exception {
        BusFixture bus = bus().start(collect("g", new CopyOnWriteArrayList<>()));
        bus.publish(topic, "a");
        eventually().until(() -> bus.handled.size() == 1);
        bus.camel.getRouteController().stopAllRoutes();
        eventually()
                .ignoreException(BrokerException.class)
                .until(() -> bus.removal.drop(topic, "g", dropped -> {}).isPresent());
        assertThat(bus.removal.drop(topic, "g", dropped -> {})).isEmpty();
    }

    @Test
    void aParkedMessageIsTriedAgainFromTheStoreAndKafkaIsDoneWithIt() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        BusFixture bus = bus().start(route("g", exchange -> {
            if (attempts.incrementAndGet() < 3) throw new BusFixture.Passing();
        }));
        bus.publish(topic, "a");
        eventually()
                .untilAsserted(() -> assertThat(bus.outcomes()).containsExactly("a=parked", "a=parked", "a=completed"));
        eventually().until(() -> isEmpty(bus));
    }

    @Test
    void whatAnotherProgramWritesIsHandledAndWhatIsNoEventIsInTheDeadLetters() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        BusFixture bus = bus().start(collect("g", seen));
        bus.publish(topic, "ours");
        eventually().until(() -> seen.contains("ours"));
        write("<order/>", Map.of());
        write(
                "{\"key\":\"theirs\"}",
                Map.of("ce_specversion", "1.0", "ce_id", "e-1", "ce_source", "erp", "ce_type", "com.example.sold"));
        eventually().until(() -> seen.contains("theirs"));
        eventually()
                .untilAsserted(() -> assertThat(bus.dead.list(DeadLetterQuery.all(), 10))
                        .singleElement()
                        .satisfies(letter -> {
                            assertThat(letter.message().data().asText()).isEqualTo("<order/>");
                            assertThat(letter.reason()).isEqualTo("not-a-message");
                            assertThat(letter.detail()).contains("specversion");
                        }));
        eventually().until(() -> isEmpty(bus));
    }

    @Test
    void aChangeOfTheTransportTakesAlongWhatTheEmbeddedOneHeld() throws Exception {
        try (BusFixture embedded = new BusFixture(folder, Map.of())) {
            embedded.start(collect("g", new ArrayList<>()));
            embedded.camel.getRouteController().stopAllRoutes();
            embedded.publish(topic, "a", "b", "c");
        }
        List<String> seen = new CopyOnWriteArrayList<>();
        BusFixture bus = bus().start(collect("g", seen));
        eventually().untilAsserted(() -> assertThat(seen).containsExactlyInAnyOrder("a", "b", "c"));
        assertThat(bus.rows("bus_queue")).isZero();
    }

    private void write(String value, Map<String, String> headers) throws Exception {
        Map<String, Object> properties = Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, server.bootstrapServers());
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
            ProducerRecord<String, String> record = new ProducerRecord<>("serai." + topic, value);
            headers.forEach((name, text) -> record.headers().add(name, text.getBytes()));
            producer.send(record).get(1, TimeUnit.MINUTES);
        }
    }

    @Test
    void theTraceOfAWebhookReachesTheCallsOfTheVendors() throws Exception {
        try (TracedWebhook hook =
                new TracedWebhook(folder, server.broker(camel, Map.of("serai.bus.kafka.prefix", "traced.")))) {
            hook.assertReachesTheVendorsInOneTrace();
        }
    }
}
