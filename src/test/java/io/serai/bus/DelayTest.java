package io.serai.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.serai.message.Ids;
import io.serai.message.Item;
import io.serai.message.Json;
import io.serai.message.Message;
import io.serai.store.Concurrently;
import io.serai.store.SqlStore;
import io.serai.store.TestStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages that are to be seen later. */
class DelayTest {
    @TempDir
    Path folder;

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private BusFixture bus;

    @AfterEach
    void stop() {
        if (bus != null) bus.close();
    }

    private static ConditionFactory eventually() {
        return await().atMost(Duration.ofMinutes(2));
    }

    private void start(RouteBuilder... routes) throws Exception {
        bus = new BusFixture(folder, Map.of()).start(routes);
    }

    private static RouteBuilder route(String from, Processor step, String... to) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from(from).process(step).to(to);
            }
        };
    }

    private static RouteBuilder route(String from, String... to) {
        return route(from, exchange -> {}, to);
    }

    private RouteBuilder collect(String topic) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("bus:" + topic + "?group=g").process(exchange -> seen.addAll(BusFixture.keys(exchange)));
            }
        };
    }

    /** As if so much time had passed. */
    private void pass(Duration time) {
        bus.store.write(tx -> tx.update("UPDATE bus_delayed SET due = due - ?", time.toMillis()));
    }

    private List<Delayed> delayed() {
        return bus.backlogs.delayed();
    }

    private void handled(int messages) {
        eventually().until(() -> bus.handled.size() == messages);
    }

    @Test
    void aDelayedMessageIsSeenByEveryGroupOnceItIsDue() throws Exception {
        Instant before = Instant.now();
        start(route("bus:in?group=g", "bus:later?delay=1h"), collect("later"), route("bus:later?group=other"));
        bus.publish("in", "a", "b");
        handled(2);
        assertThat(seen).isEmpty();
        assertThat(delayed()).singleElement().satisfies(waiting -> {
            assertThat(waiting.topic()).isEqualTo("later");
            assertThat(waiting.count()).isEqualTo(2);
            assertThat(waiting.nextDue())
                    .isBetween(before.plusSeconds(3_599), Instant.now().plusSeconds(3_600));
        });
        pass(Duration.ofHours(1));
        handled(6);
        assertThat(seen).containsExactly("a", "b");
        assertThat(delayed()).isEmpty();
    }

    @Test
    void noMessageIsSeenBeforeItsTime() throws Exception {
        List<Instant> arrived = new CopyOnWriteArrayList<>();
        start(
                route("bus:in?group=g", "bus:later?delay=PT0.3S"),
                route("bus:later?group=g", exchange -> arrived.add(Instant.now()), "log:later?level=TRACE"));
        Instant published = Instant.now().truncatedTo(ChronoUnit.MILLIS); // as it is kept
        bus.publish("in", "a");
        eventually().until(() -> arrived.size() == 1);
        assertThat(arrived.get(0)).isAfterOrEqualTo(published.plusMillis(300));
    }

    @Test
    void aHeaderTellsForHowLongAndCountsForOneStep() throws Exception {
        start(
                route(
                        "bus:in?group=g",
                        exchange -> exchange.getMessage().setHeader("SeraiDelay", "P1D"),
                        "bus:later",
                        "bus:now"),
                collect("now"),
                collect("later"));
        bus.publish("in", "a");
        handled(2);
        assertThat(seen).containsExactly("a");
        assertThat(delayed()).extracting(Delayed::topic).containsExactly("later");
        pass(Duration.ofDays(1));
        handled(3);
    }

    @Test
    void aHeaderTellsUntilWhenAndGoesBeforeTheOption() throws Exception {
        Instant due = Instant.parse("2999-01-01T00:00:00Z");
        Instant soon = Instant.now().plusSeconds(86_400);
        start(
                route(
                        "bus:in?group=g",
                        exchange -> exchange.getMessage().setHeader("SeraiDelayUntil", soon.toString()),
                        "bus:later?delay=PT1S"),
                route(
                        "bus:far?group=g",
                        exchange -> exchange.getMessage().setHeader("SeraiDelayUntil", due),
                        "bus:later?delay=PT1S"));
        bus.publish("in", "a");
        handled(1);
        assertThat(delayed().get(0).nextDue()).isEqualTo(soon.truncatedTo(ChronoUnit.MILLIS));
        bus.publish("far", "a");
        handled(2);
        assertThat(delayed())
                .singleElement()
                .satisfies(waiting -> assertThat(waiting.count()).isEqualTo(2));
    }

    @Test
    void aNewerTimerOfTheSameKeyAndSubjectReplacesTheEarlierOne() throws Exception {
        start(
                route("bus:hour?group=g", "bus:later?delay=1h&delayKey=reminder"),
                route("bus:day?group=g", "bus:later?delay=1d&delayKey=reminder"),
                route("bus:other?group=g", "bus:later?delay=1h&delayKey=other"),
                collect("later"));
        bus.publish("hour", "a", "b");
        handled(2);
        bus.publish("other", "a");
        bus.publish("day", "a");
        handled(4);
        pass(Duration.ofHours(2));
        handled(6);
        assertThat(seen).as("that of b, and the other one of a").containsExactlyInAnyOrder("b", "a");
        assertThat(delayed())
                .singleElement()
                .satisfies(waiting -> assertThat(waiting.count()).isOne());
        pass(Duration.ofDays(1));
        handled(7);
        assertThat(seen).endsWith("a").hasSize(3);
    }

    @Test
    void whatIsOlderAtItsSourceReplacesNoTimer() throws Exception {
        start(collect("later"));
        Item newer = bus.item("any", "a");
        Message older =
                new Message("older", "any", "test", "a", newer.message().time().minusSeconds(9), "older", newer.body());
        Instant due = Instant.now().plusSeconds(3_600);
        bus.bus.publish("later", List.of(newer), new Delay(due, "k"));
        bus.bus.publish("later", List.of(Item.of(older, 1)), new Delay(due.plusSeconds(3_600), "k"));
        assertThat(bus.delays.of(newer.message().correlation())).hasSize(1);
        assertThat(bus.delays.of("older")).isEmpty();
    }

    @Test
    void aTimerCanBeTakenBack() throws Exception {
        start(
                route("bus:in?group=g", "bus:later?delay=1h&delayKey=reminder"),
                route(
                        "bus:order?group=g",
                        exchange -> exchange.getMessage().setHeader("SeraiDelayKey", "reminder"),
                        "bus:later?cancel=true"),
                collect("later"));
        bus.publish("in", "a", "b");
        handled(2);
        bus.publish("order", "a", "c");
        handled(4);
        pass(Duration.ofHours(1));
        handled(5);
        assertThat(seen).containsExactly("b");
    }

    @Test
    void timersOutliveTheProcess() throws Exception {
        start(route("bus:in?group=g", "bus:later?delay=1h"), collect("later"));
        bus.publish("in", "a");
        handled(1);
        bus.close();
        start(collect("later"));
        assertThat(delayed()).hasSize(1);
        pass(Duration.ofHours(1));
        handled(1);
        assertThat(seen).containsExactly("a");
        assertThat(bus.rows("bus_queue")).isZero();
    }

    @Test
    void aTimerExistsExactlyIfItsTransactionCommits() throws Exception {
        start(new RouteBuilder() {
            @Override
            public void configure() {
                from("bus:in?group=g")
                        .policy("transaction")
                        .to("bus:later?delay=1h")
                        .filter(exchange -> BusFixture.keys(exchange).contains("bad"))
                        .throwException(new IllegalStateException("rolled back"));
            }
        });
        bus.publish("in", "bad", "good");
        handled(2);
        assertThat(bus.outcomes()).containsExactlyInAnyOrder("bad=dead", "good=completed");
        assertThat(delayed())
                .singleElement()
                .satisfies(waiting -> assertThat(waiting.count()).isOne());
    }

    @Test
    void throughABrokerItGoesWhenItIsDue() throws Exception {
        FakeBroker broker = new FakeBroker();
        bus = new BusFixture(folder, Map.of(), broker)
                .start(route("bus:in?group=g", "bus:later?delay=1h"), collect("later"));
        bus.publish("in", "a");
        handled(1);
        assertThat(delayed()).hasSize(1);
        pass(Duration.ofHours(1));
        handled(2);
        assertThat(seen).containsExactly("a");
    }

    @Test
    void whatCannotBeReadIsRefusedWithoutRepeatingIt() throws Exception {
        start(
                route(
                        "bus:length?group=g",
                        exchange -> exchange.getMessage().setHeader("SeraiDelay", "anna@example.com"),
                        "bus:later"),
                route(
                        "bus:time?group=g",
                        exchange -> exchange.getMessage().setHeader("SeraiDelayUntil", "anna@example.com"),
                        "bus:later"),
                route("bus:key?group=g", "bus:later?delayKey=k"),
                route("bus:cancel?group=g", "bus:later?cancel=true"));
        for (String topic : List.of("length", "time", "key", "cancel")) bus.publish(topic, "a");
        handled(4);
        assertThat(bus.handled)
                .extracting(one -> one.item().outcome().detail())
                .containsExactlyInAnyOrder(
                        "the header SeraiDelay must be a duration, such as PT1H or 1h",
                        "the header SeraiDelayUntil must be a time with its offset, such as 2026-11-20T10:15:31Z",
                        "there is a delayKey, but neither delay nor SeraiDelayUntil",
                        "bus:later?cancel=true needs a delayKey");
        assertThat(delayed()).isEmpty();
    }

    @Test
    void replicasThatReleaseAtTheSameTimeReleaseEachMessageOnce() throws Exception {
        try (SqlStore one = TestStore.open(folder);
                SqlStore other = TestStore.openBeside(one, folder)) {
            Clock clock = Clock.systemUTC();
            Ids ids = new Ids();
            List<Delays> replicas = new ArrayList<>();
            for (SqlStore store : List.of(one, other))
                replicas.add(new Delays(
                        store, new EmbeddedTransport(store, new Groups(store), new Signals(), clock), clock));
            new Groups(one).register("t", "g");
            List<Item> items = IntStream.range(0, 300)
                    .mapToObj(n -> Item.of(
                            new Message(
                                    ids.next(),
                                    "any",
                                    "test",
                                    "k" + n,
                                    clock.instant(),
                                    "c",
                                    Json.MAPPER.createObjectNode()),
                            1))
                    .toList();
            new Bus(
                            one,
                            new EmbeddedTransport(one, new Groups(one), new Signals(), clock),
                            replicas.get(0),
                            ids,
                            new BusMetrics(new SimpleMeterRegistry(), clock))
                    .publish("t", items, new Delay(clock.instant(), null));
            List<Callable<Integer>> all = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                Delays replica = replicas.get(i % 2);
                all.add(() -> {
                    int released = 0;
                    while (replica.anyDue()) released += replica.release(40);
                    return released;
                });
            }
            assertThat(Concurrently.run(all).stream()
                            .mapToInt(Integer::intValue)
                            .sum())
                    .isEqualTo(300);
            List<String> subjects = one.read(tx -> tx.query("SELECT subject FROM bus_queue", row -> row.getString(1)));
            assertThat(subjects).hasSize(300).doesNotHaveDuplicates();
        }
    }
}
