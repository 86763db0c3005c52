package io.serai.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.GetResponse;
import io.serai.Needs;
import io.serai.bus.broker.BrokerException;
import io.serai.bus.broker.Received;
import io.serai.flow.TracedWebhook;
import io.serai.message.Item;
import io.serai.message.Message;
import io.serai.store.cluster.Leases;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.assertj.core.api.Assertions;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bus on a real RabbitMQ. */
@Tag("jvm")
class RabbitMqTransportIT {
    private interface Step {
        void process(Exchange exchange) throws Exception;
    }

    private static RabbitNode rabbit;

    @TempDir
    Path folder;

    private final List<AutoCloseable> opened = new ArrayList<>();

    @BeforeAll
    static void startTheBroker() {
        Needs.docker();
        rabbit = new RabbitNode();
    }

    @AfterAll
    static void stopTheBroker() {
        if (rabbit != null) rabbit.close();
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : opened) one.close();
    }

    private BusFixture bus(String name, Map<String, String> settings) throws Exception {
        return bus(name, settings, Leases.sole());
    }

    private BusFixture bus(String name, Map<String, String> settings, Leases leases) throws Exception {
        DefaultCamelContext camel = new DefaultCamelContext();
        Path own = Files.createDirectories(folder.resolve(name));
        BusFixture bus = new BusFixture(own, Map.of(), rabbit.broker(camel, settings, leases));
        opened.add(bus);
        return bus;
    }

    private BusFixture bus() throws Exception {
        return bus("serai", Map.of("serai.bus.rabbitmq.partitions", "4"));
    }

    private static ConditionFactory eventually() {
        return await().atMost(Duration.ofMinutes(4));
    }

    private static RouteBuilder route(String from, Step step) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from(from).routeId(from.replaceAll("[^a-z]", "-")).process(step::process);
            }
        };
    }

    private static RouteBuilder collect(String from, List<String> into) {
        return route(from, exchange -> into.addAll(BusFixture.keys(exchange)));
    }

    @Test
    void everyGroupGetsEveryMessageOnceAndKeysKeepTheirOrder() throws Exception {
        List<String> first = new CopyOnWriteArrayList<>();
        List<String> second = new CopyOnWriteArrayList<>();
        BusFixture bus = bus().start(
                        collect("bus:every?group=first", first),
                        collect("bus:every?group=second&batch=50&concurrency=3", second));
        List<Item> items = all(bus, "every", 40, 25);
        for (int i = 0; i < items.size(); i += 100) bus.bus.publish("every", items.subList(i, i + 100));
        eventually().until(() -> bus.handled.size() == 2_000);
        assertInOrder(first, 40, 25);
        assertInOrder(second, 40, 25);
        eventually()
                .untilAsserted(() -> assertThat(bus.backlogs.count())
                        .extracting(Backlog::waiting)
                        .containsExactly(0L, 0L));
    }

    /** Messages {@code key-number} whose subject is the key. */
    private static List<Item> all(BusFixture bus, String topic, int keys, int each) {
        List<Item> items = new ArrayList<>();
        for (int n = 0; n < each; n++) for (int key = 0; key < keys; key++) items.add(numbered(bus, topic, key, n));
        return items;
    }

    private static Item numbered(BusFixture bus, String topic, int key, int n) {
        Message message = bus.item(topic, key + "-" + n).message();
        return Item.of(message.next(message.id(), topic, String.valueOf(key), message.data()), 1);
    }

    /** Each message came, and no first appearance of one was before that of an earlier one of its key. */
    private static void assertInOrder(List<String> seen, int keys, int each) {
        Map<String, List<Integer>> byKey = new HashMap<>();
        for (String one : new ArrayList<>(new java.util.LinkedHashSet<>(seen))) {
            String[] parts = one.split("-");
            byKey.computeIfAbsent(parts[0], key -> new ArrayList<>()).add(Integer.valueOf(parts[1]));
        }
        List<Integer> all = IntStream.range(0, each).boxed().toList();
        assertThat(byKey)
                .hasSize(keys)
                .allSatisfy((key, numbers) -> assertThat(numbers).isEqualTo(all));
    }

    @Test
    void aGroupIsDurableQuorumQueuesThatOneReplicaReadsAtATime() throws Exception {
        BusFixture bus = bus("serai", Map.of("serai.bus.rabbitmq.partitions", "2"))
                .start(collect("bus:queues?group=g", new ArrayList<>()));
        bus.publish("queues", "a");
        eventually().until(() -> bus.handled.size() == 1);
        List<String> queues = rabbit.control(
                        "list_queues", "--quiet", "--no-table-headers", "name", "type", "durable", "arguments")
                .lines()
                .filter(line -> line.startsWith("serai.queues."))
                .sorted()
                .toList();
        assertThat(queues)
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).contains("quorum", "true", "x-single-active-consumer"));
        assertThat(queues.get(0)).startsWith("serai.queues.g.0");
        assertThat(rabbit.control("list_exchanges", "--quiet", "--no-table-headers", "name", "type", "durable")
                        .lines())
                .contains("serai\ttopic\ttrue");
    }

    @Test
    void aGroupIsRemovedWithItsQueuesUnlessAnotherReplicaReadsThem() throws Exception {
        BusFixture bus = bus("one", Map.of()).start(collect("bus:removed?group=g", new ArrayList<>()));
        BusFixture other = bus("other", Map.of()).start(collect("bus:removed?group=g", new ArrayList<>()));
        bus.publish("removed", "a");
        eventually().until(() -> bus.handled.size() + other.handled.size() == 1);
        bus.camel.getRouteController().stopAllRoutes();
        assertThatThrownBy(() -> bus.removal.drop("removed", "g", dropped -> {}))
                .isInstanceOf(BrokerException.class)
                .hasMessageContaining("still read by another process");
        other.camel.getRouteController().stopAllRoutes();
        eventually()
                .untilAsserted(() -> assertThat(bus.removal.drop("removed", "g", dropped -> {}))
                        .isPresent());
        assertThat(rabbit.control("list_queues", "--quiet", "--no-table-headers", "name")
                        .lines())
                .noneMatch(queue -> queue.startsWith("serai.removed."));
        assertThat(bus.removal.drop("removed", "g", dropped -> {})).isEmpty();
    }

    @Test
    void aPlainClientReadsOurTopicsAsCloudEvents() throws Exception {
        BusFixture bus = bus().start(collect("bus:read.by.others?group=g", new ArrayList<>()));
        rabbit.asPlainClient(channel -> {
            channel.exchangeDeclare("serai", "topic", true);
            String queue = channel.queueDeclare().getQueue();
            channel.queueBind(queue, "serai", "read.by.others.#");
            bus.publish("read.by.others", "a");
            AtomicReference<GetResponse> got = new AtomicReference<>();
            eventually().until(() -> {
                got.set(channel.basicGet(queue, true));
                return got.get() != null;
            });
            AMQP.BasicProperties properties = got.get().getProps();
            assertThat(properties.getContentType()).isEqualTo("application/json");
            assertThat(properties.getDeliveryMode()).isEqualTo(2);
            assertThat(new String(got.get().getBody(), StandardCharsets.UTF_8)).isEqualTo("{\"key\":\"a\"}");
            Map<String, String> headers = new HashMap<>();
            properties.getHeaders().forEach((name, value) -> headers.put(name, value.toString()));
            assertThat(headers)
                    .containsEntry("cloudEvents:specversion", "1.0")
                    .containsEntry("cloudEvents:type", "read.by.others")
                    .containsEntry("cloudEvents:source", "test")
                    .containsEntry("cloudEvents:subject", "a")
                    .containsEntry("cloudEvents:id", properties.getMessageId())
                    .containsKeys("cloudEvents:time", "cloudEvents:correlation");
        });
    }

    @Test
    void aPlainClientWritesToOurTopics() throws Exception {
        List<Message> seen = new CopyOnWriteArrayList<>();
        bus().start(route(
                "bus:write?group=g",
                exchange -> seen.add(
                        io.serai.message.Batches.current(exchange).live().get(0).message())));
        eventually().until(() -> isBound("serai.write.g.0", "write"));
        rabbit.asPlainClient(channel -> {
            channel.confirmSelect();
            AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder()
                    .headers(Map.of(
                            "cloudEvents:specversion", "1.0",
                            "cloudEvents:id", "foreign-1",
                            "cloudEvents:source", "erp",
                            "cloudEvents:type", "com.example.order.changed"))
                    .build();
            channel.basicPublish("serai", "write", properties, "{\"n\":1}".getBytes(StandardCharsets.UTF_8));
            channel.waitForConfirmsOrDie();
        });
        eventually().until(() -> seen.size() == 1);
        Message message = seen.get(0);
        assertThat(message.id()).isEqualTo("foreign-1");
        assertThat(message.type()).isEqualTo("write");
        assertThat(message.source()).isEqualTo("erp");
        assertThat(message.subject()).isNull();
        assertThat(message.correlation()).isEqualTo("foreign-1");
        assertThat(message.data().get("n").asInt()).isEqualTo(1);
    }

    @Test
    void whatIsNoEventIsInTheDeadLettersAsItCame() throws Exception {
        BusFixture bus = bus().start(collect("bus:garbage?group=g", new ArrayList<>()));
        eventually().until(() -> isBound("serai.garbage.g.0", "garbage"));
        rabbit.asPlainClient(channel -> {
            channel.confirmSelect();
            Map<String, Object> headers =
                    Map.of("cloudEvents:specversion", "1.0", "cloudEvents:id", "x1", "cloudEvents:source", "erp");
            channel.basicPublish("serai", "garbage", null, "{\"a\":1}".getBytes(StandardCharsets.UTF_8));
            channel.basicPublish(
                    "serai",
                    "garbage",
                    new AMQP.BasicProperties.Builder().headers(headers).build(),
                    "<order/>".getBytes(StandardCharsets.UTF_8));
            channel.waitForConfirmsOrDie();
        });
        eventually().until(() -> bus.rows("bus_dead") == 2);
        List<DeadLetter> letters = bus.dead.list(DeadLetterQuery.all(), 10);
        assertThat(letters).extracting(DeadLetter::reason).containsOnly("not-a-message");
        assertThat(letters.get(0).message().data().asText()).isEqualTo("<order/>");
        assertThat(letters.get(0).detail()).isEqualTo("the payload is not JSON");
        assertThat(letters.get(1).message().data().asText()).isEqualTo("{\"a\":1}");
        assertThat(letters.get(1).detail()).isEqualTo("the CloudEvents attribute 'specversion' is missing");
        eventually().until(() -> bus.backlogs.count().get(0).waiting() == 0);
    }

    /** On a busy machine a channel of RabbitMQ 3.10 may stand still after the kill, for minutes: so not in every build. */
    @Test
    @Tag("soak")
    void aBrokerThatIsKilledDuringTrafficLosesNothingAndKeysKeepTheirOrder() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        BusFixture bus = bus().start(collect("bus:killed?group=g&batch=10&concurrency=2", seen));
        for (int n = 0; n < 60; n++) {
            List<Item> items = new ArrayList<>();
            for (int key = 0; key < 20; key++) items.add(numbered(bus, "killed", key, n));
            bus.bus.publish("killed", items);
            int handled = n == 20 || n == 40 ? seen.size() : -1;
            if (handled >= 0) {
                eventually().until(() -> seen.size() > handled || seen.size() >= 400);
                rabbit.kill();
            }
        }
        eventually().untilAsserted(() -> assertThat(Set.copyOf(seen)).hasSize(1_200));
        assertInOrder(seen, 20, 60);
        eventually()
                .until(() -> bus.backlogs.traffic().outbox() == 0
                        && bus.backlogs.traffic().connected());
        eventually().until(() -> bus.backlogs.count().get(0).waiting() == 0);
        assertThat(bus.rows("bus_dead")).isZero();
    }

    @Test
    void aSecondReplicaTakesOverAndKeysKeepTheirOrder() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        BusFixture first = bus("first", Map.of("serai.bus.rabbitmq.partitions", "4"))
                .start(collect("bus:replicas?group=g&concurrency=2", seen));
        BusFixture second = bus("second", Map.of("serai.bus.rabbitmq.partitions", "4"))
                .start(collect("bus:replicas?group=g&concurrency=2", seen));
        for (int n = 0; n < 20; n++) {
            List<Item> items = new ArrayList<>();
            for (int key = 0; key < 20; key++) items.add(numbered(second, "replicas", key, n));
            second.bus.publish("replicas", items);
            if (n == 10) {
                eventually().until(() -> seen.size() >= 100);
                opened.remove(first);
                first.close();
            }
        }
        eventually().untilAsserted(() -> assertThat(Set.copyOf(seen)).hasSize(400));
        assertInOrder(seen, 20, 20);
        assertThat(second.handled).isNotEmpty();
    }

    @Test
    void replicasShareTheQueuesOfAGroup() throws Exception {
        Map<String, String> settings = Map.of("serai.bus.rabbitmq.partitions", "4");
        TestLeases leases = new TestLeases();
        List<String> seen = new CopyOnWriteArrayList<>();
        BusFixture first = bus("first", settings, leases.of("first")).start(collect("bus:shared?group=g", seen));
        first.publish("shared", "a", "b", "c", "d", "e", "f", "g", "h");
        eventually().until(() -> first.handled.size() == 8);
        BusFixture second = bus("second", settings, leases.of("second")).start(collect("bus:shared?group=g", seen));
        eventually().pollInterval(Duration.ofSeconds(1)).until(() -> {
            int before = first.handled.size();
            int published = seen.size();
            first.publish("shared", "a", "b", "c", "d", "e", "f", "g", "h");
            eventually().until(() -> seen.size() >= published + 8);
            return !second.handled.isEmpty() && first.handled.size() > before;
        });
        assertThat(Stream.concat(first.handled.stream(), second.handled.stream())
                        .map(one -> one.item().message().id()))
                .as("what one had under way when the other came was not handled twice")
                .doesNotHaveDuplicates();
    }

    @Test
    void aQueueThatIsBeingLeftIsReadOnWhenTheOtherReplicaHasGone() throws Exception {
        TestLeases leases = new TestLeases();
        AtomicInteger looks = new AtomicInteger();
        CountDownLatch handled = new CountDownLatch(1);
        List<String> seen = new CopyOnWriteArrayList<>();
        BusFixture bus = bus("first", Map.of(), counting(leases.of("first"), looks))
                .start(route("bus:left?group=g", exchange -> {
                    seen.addAll(BusFixture.keys(exchange));
                    handled.await();
                }));
        bus.publish("left", "a");
        eventually().until(() -> seen.size() == 1);
        for (int n = 0; n < 1_000; n++) // so many that the queue is hardly ours
        leases.of("others").take("bus/rabbitmq/other" + n);
        int before = looks.get();
        eventually().until(() -> looks.get() >= before + 2);
        leases.kill("others");
        handled.countDown();
        bus.publish("left", "b");
        eventually().untilAsserted(() -> assertThat(seen).containsExactly("a", "b"));
    }

    /** Each look at the other replicas asks once who there is. */
    private static Leases counting(Leases leases, AtomicInteger looks) {
        return new Leases() {
            @Override
            public boolean take(String name) {
                return leases.take(name);
            }

            @Override
            public void give(String name) {
                leases.give(name);
            }

            @Override
            public boolean holds(String name) {
                return leases.holds(name);
            }

            @Override
            public Set<String> held(String prefix) {
                if (prefix.startsWith("bus/rabbitmq")) looks.incrementAndGet();
                return leases.held(prefix);
            }
        };
    }

    @Test
    void aBacklogIsHandedOverWithinTheWindow() throws Exception {
        int window = 100;
        int all = 10_000;
        BusFixture ids = bus();
        BlockingQueue<Received> open = new LinkedBlockingQueue<>();
        Set<String> seen = ConcurrentHashMap.newKeySet();
        AtomicInteger mostOpen = new AtomicInteger();
        try (DefaultCamelContext camel = new DefaultCamelContext();
                var broker = rabbit.broker(camel, Map.of(), Leases.sole())) {
            broker.declare("backlog", "g");
            for (int part = 0; part < 20; part++)
                broker.send(IntStream.range(0, all / 20)
                        .mapToObj(n -> ids.item("backlog", "k" + n).message())
                        .toList());
            try (var reading = broker.subscribe("backlog", "g", window, received -> {
                seen.add(received.message().id());
                open.add(received);
                mostOpen.accumulateAndGet(open.size(), Math::max);
            })) {
                eventually().until(() -> open.size() == window);
                eventually().until(() -> broker.backlog("backlog", "g") == all);
                eventually().pollInterval(Duration.ofMillis(10)).until(() -> {
                    for (Received one = open.poll(); one != null; one = open.poll())
                        one.acknowledge().run();
                    return seen.size() == all;
                });
            }
        }
        assertThat(mostOpen.get()).isLessThanOrEqualTo(window);
    }

    @Test
    void whatTheOperatorHasNotDeclaredIsToldAndNothingIsLost() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        Map<String, String> settings =
                Map.of("serai.bus.rabbitmq.declare", "false", "serai.bus.rabbitmq.partitions", "1");
        try (DefaultCamelContext camel = new DefaultCamelContext();
                var broker = rabbit.broker(camel, settings, Leases.sole())) {
            Assertions.assertThatThrownBy(() -> broker.declare("undeclared", "g"))
                    .isInstanceOf(BrokerException.class)
                    .hasMessageContaining("serai.bus.rabbitmq.declare is false");
        }
        BusFixture bus = bus("serai", settings).start(collect("bus:undeclared?group=g", seen));
        bus.publish("undeclared", "a");
        Instant seenOnce = Instant.now();
        eventually().until(() -> bus.backlogs.traffic().connected());
        assertThat(bus.backlogs.traffic().outbox()).isEqualTo(1);
        assertThat(bus.backlogs.traffic().oldest()).isBefore(seenOnce);
        rabbit.asPlainClient(channel -> {
            channel.exchangeDeclare("serai", "topic", true);
            channel.queueDeclare("serai.undeclared.g.0", true, false, false, Map.of("x-queue-type", "quorum"));
            channel.queueBind("serai.undeclared.g.0", "serai", "undeclared.p0");
        });
        eventually().untilAsserted(() -> assertThat(seen).containsExactly("a"));
    }

    @Test
    void withTheShippedDefinitionsNothingNeedsToBeDeclared() throws Exception {
        rabbit.importDefinitions(Path.of("deploy/rabbitmq/definitions.json"));
        try (DefaultCamelContext camel = new DefaultCamelContext();
                var broker = rabbit.broker(camel, Map.of("serai.bus.rabbitmq.declare", "false"), Leases.sole())) {
            Message message = bus().item("customer.changed", "a").message();
            eventually()
                    .ignoreException(BrokerException.class)
                    .untilAsserted(
                            () -> { // an import goes on after its answer
                                broker.declare("customer.changed", "salesforce");
                                broker.declare("magento.order", "orders");
                                broker.send(List.of(message));
                            });
            eventually().until(() -> broker.backlog("customer.changed", "salesforce") >= 1);
        }
    }

    /** A queue is there before messages of this key come to it. */
    private static boolean isBound(String queue, String key) throws Exception {
        return rabbit.control(
                        "list_bindings",
                        "--quiet",
                        "--no-table-headers",
                        "source_name",
                        "destination_name",
                        "routing_key")
                .lines()
                .anyMatch(("serai\t" + queue + "\t" + key)::equals);
    }

    @Test
    void theTraceOfAWebhookReachesTheCallsOfTheVendors() throws Exception {
        Map<String, String> settings = Map.of("serai.bus.rabbitmq.exchange", "traced");
        try (TracedWebhook hook =
                new TracedWebhook(folder, rabbit.broker(new DefaultCamelContext(), settings, Leases.sole()))) {
            hook.assertReachesTheVendorsInOneTrace();
        }
    }
}
