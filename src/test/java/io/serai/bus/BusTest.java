package io.serai.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.serai.message.Batches;
import io.serai.message.Failure;
import io.serai.message.LinkKey;
import io.serai.message.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BusTest {
    private interface Step {
        void process(Exchange exchange) throws Exception;
    }

    @TempDir
    Path folder;

    private BusFixture bus;

    @AfterEach
    void close() {
        if (bus != null) bus.close();
    }

    private BusFixture fixture() throws Exception {
        bus = new BusFixture(folder, Map.of());
        return bus;
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
    void everyGroupGetsEveryMessageOnce() throws Exception {
        List<String> first = new CopyOnWriteArrayList<>();
        List<String> second = new CopyOnWriteArrayList<>();
        fixture().start(collect("bus:t?group=first", first), collect("bus:t?group=second&batch=10", second));
        bus.publish("t", "a", "b", "c");
        await().until(() -> bus.handled.size() == 6);
        assertThat(first).containsExactly("a", "b", "c");
        assertThat(second).containsExactly("a", "b", "c");
        assertThat(bus.rows("bus_queue")).isZero();
    }

    @Test
    void aBatchIsFilledWhileItLingersAndNeverGrowsBeyondItsSize() throws Exception {
        List<Integer> sizes = new CopyOnWriteArrayList<>();
        fixture()
                .start(route(
                        "bus:t?group=g&batch=4&linger=2s",
                        exchange -> sizes.add(BusFixture.keys(exchange).size())));
        bus.publish("t", "a");
        bus.publish("t", "b", "c");
        await().until(() -> bus.handled.size() == 3);
        bus.publish("t", "d", "e", "f", "g", "h", "i", "j");
        await().until(() -> bus.handled.size() == 10);
        assertThat(sizes).containsExactly(3, 4, 3);
    }

    @Test
    void whatIsPublishedBeforeAnybodyReadsTheTopicWaitsForItsFirstGroup() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        fixture().publish("t", "early");
        bus.start(collect("bus:t?group=g", seen));
        bus.publish("t", "late");
        await().untilAsserted(() -> assertThat(seen).containsExactly("early", "late"));
    }

    @Test
    void aFailureThatMayPassIsTriedAgainAfterADelayAndThenSettled() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        fixture().start(route("bus:t?group=g", exchange -> {
            if (attempts.incrementAndGet() < 3) throw new BusFixture.Passing();
        }));
        bus.publish("t", "a");
        await().untilAsserted(() -> assertThat(bus.outcomes()).containsExactly("a=parked", "a=parked", "a=completed"));
        assertThat(bus.handled.get(2).item().attempt()).isEqualTo(3);
        assertThat(bus.rows("bus_parked")).isZero();
    }

    @Test
    void aVendorsRetryAfterIsObeyedWhenItIsLongerThanTheOwnDelay() throws Exception {
        fixture()
                .start(route(
                        "bus:t?group=g",
                        exchange -> Batches.set(
                                exchange,
                                Batches.current(exchange)
                                        .mapLive(item -> item.settle(Outcome.of(
                                                new Failure(true, "http-429", null, Duration.ofHours(2))))))));
        bus.publish("t", "a");
        await().until(() -> bus.rows("bus_parked") == 1);
        long due = bus.store
                .read(tx -> tx.first("SELECT due FROM bus_parked", row -> row.getLong(1)))
                .orElseThrow();
        assertThat(Duration.ofMillis(due - System.currentTimeMillis())).isGreaterThan(Duration.ofMinutes(119));
    }

    @Test
    void aMessageThatHadAllItsAttemptsGoesToTheDeadLetters() throws Exception {
        bus = new BusFixture(folder, Map.of("serai.bus.retry.attempts", "2"));
        bus.start(route("bus:t?group=g", exchange -> {
            throw new BusFixture.Passing();
        }));
        bus.publish("t", "a");
        await().untilAsserted(() -> assertThat(bus.outcomes()).containsExactly("a=parked", "a=dead"));
        await().until(() -> bus.rows("bus_dead") == 1);
        DeadLetter letter = bus.dead.list(DeadLetterQuery.all(), 10).get(0);
        assertThat(letter.reason()).isEqualTo("test");
        assertThat(letter.detail()).isEqualTo("given up after 2 attempts: may pass");
    }

    @Test
    void oneBadRecordOfABatchIsFoundAndTheOthersPass() throws Exception {
        List<String> passed = new CopyOnWriteArrayList<>();
        fixture().start(route("bus:t?group=g&batch=8&linger=100ms", exchange -> {
            List<String> keys = BusFixture.keys(exchange);
            if (keys.contains("bad")) throw new IllegalArgumentException("bad record");
            passed.addAll(keys);
        }));
        bus.publish("t", "a", "b", "c", "bad", "d", "e", "f");
        await().until(() -> bus.handled.size() == 7);
        assertThat(passed).containsExactly("a", "b", "c", "d", "e", "f");
        assertThat(bus.outcomes())
                .contains("bad=dead")
                .filteredOn(outcome -> outcome.endsWith("=dead"))
                .hasSize(1);
    }

    @Test
    void aDeadLetterIsReplayedToTheGroupThatGaveItUpAndToNoOther() throws Exception {
        List<String> other = new CopyOnWriteArrayList<>();
        AtomicInteger attempts = new AtomicInteger();
        fixture().start(collect("bus:t?group=other", other), route("bus:t?group=g", exchange -> {
            if (attempts.incrementAndGet() == 1) throw new IllegalStateException("broken mapping");
        }));
        bus.publish("t", "a");
        await().until(() -> bus.rows("bus_dead") == 1);
        assertThat(bus.dead.replay(new DeadLetterQuery(null, "t", "g", "test", null, null, null)))
                .isEqualTo(1);
        await().until(() -> attempts.get() == 2 && bus.rows("bus_parked") == 0);
        assertThat(bus.rows("bus_dead")).isZero();
        assertThat(other).containsExactly("a");
    }

    @Test
    void aDiscardedDeadLetterIsGoneAndTheOthersStay() throws Exception {
        fixture().start(route("bus:t?group=g", exchange -> {
            throw new IllegalStateException("broken mapping");
        }));
        bus.publish("t", "a", "b");
        await().until(() -> bus.rows("bus_dead") == 2);
        DeadLetter newest = bus.dead.list(DeadLetterQuery.all(), 1).get(0);
        assertThat(bus.dead.discard(DeadLetterQuery.one(newest.number()))).isEqualTo(1);
        assertThat(bus.dead.list(DeadLetterQuery.all(), 10))
                .extracting(letter -> letter.message().subject())
                .containsExactly("a");
    }

    @Test
    void aRecordThatWaitsForALinkGoesAsSoonAsTheLinkExists() throws Exception {
        LinkKey customer = new LinkKey("customer", "magento-pl", "42", "salesforce");
        AtomicInteger attempts = new AtomicInteger();
        bus = new BusFixture(folder, Map.of("serai.bus.retry.initial-delay", "PT1H"));
        bus.start(route("bus:order?group=g", exchange -> {
            if (attempts.incrementAndGet() == 1)
                Batches.set(
                        exchange,
                        Batches.current(exchange)
                                .mapLive(item -> item.settle(Outcome.awaiting(customer, "no customer yet"))));
        }));
        bus.publish("order", "o1");
        await().until(bus.parking::any);
        bus.parking.released(List.of(customer));
        await().untilAsserted(() -> assertThat(bus.outcomes()).containsExactly("o1=parked", "o1=completed"));
        assertThat(bus.parking.any()).isFalse();
    }

    @Test
    void messagesOfOneKeyStayInOrderWhileSeveralWorkersShareTheGroup() throws Exception {
        Map<String, List<Integer>> seen = new ConcurrentHashMap<>();
        fixture()
                .start(route(
                        "bus:t?group=g&concurrency=4&batch=7",
                        exchange -> Batches.current(exchange)
                                .live()
                                .forEach(item -> seen.computeIfAbsent(
                                                item.message().subject(), key -> new CopyOnWriteArrayList<>())
                                        .add(item.body().get("n").asInt()))));
        List<io.serai.message.Item> items = new ArrayList<>();
        for (int n = 0; n < 200; n++) {
            io.serai.message.Item item = bus.item("t", "key" + n % 10);
            ((com.fasterxml.jackson.databind.node.ObjectNode) item.body()).put("n", n);
            items.add(item);
        }
        bus.bus.publish("t", items);
        await().until(() -> bus.handled.size() == 200);
        assertThat(seen).hasSize(10);
        assertThat(seen.values())
                .allSatisfy(numbers -> assertThat(numbers).hasSize(20).isSorted());
    }

    @Test
    void aMessageThatWasNotSettledIsThereAgainForTheNextProcess() throws Exception {
        fixture().publish("t", "a");
        bus.close();
        List<String> seen = new CopyOnWriteArrayList<>();
        fixture().start(collect("bus:t?group=g", seen));
        await().untilAsserted(() -> assertThat(seen).containsExactly("a"));
    }

    @Test
    void aStepInATransactionPublishesOnlyIfTheTransactionCommits() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        List<String> next = new CopyOnWriteArrayList<>();
        fixture()
                .start(
                        new RouteBuilder() {
                            @Override
                            public void configure() {
                                from("bus:in?group=g")
                                        .routeId("in")
                                        .policy("transaction")
                                        .to("bus:out")
                                        .process(exchange -> {
                                            if (runs.incrementAndGet() == 1) throw new BusFixture.Passing();
                                        });
                            }
                        },
                        collect("bus:out?group=g", next));
        bus.publish("in", "a");
        await().untilAsserted(() -> assertThat(bus.outcomes()).contains("a=parked", "a=completed"));
        await().until(() -> bus.handled.size() == 3);
        assertThat(next).containsExactly("a");
    }

    @Test
    void insideASplitOfABatchEachPartIsPublishedAsItsOwnRecord() throws Exception {
        List<String> chosen = new CopyOnWriteArrayList<>();
        fixture()
                .start(
                        new RouteBuilder() {
                            @Override
                            public void configure() {
                                from("bus:in?group=g&batch=10&linger=100ms")
                                        .routeId("in")
                                        .split(body())
                                        .choice()
                                        .when(exchange -> exchange.getMessage()
                                                .getBody(com.fasterxml.jackson.databind.JsonNode.class)
                                                .get("key")
                                                .asText()
                                                .startsWith("large"))
                                        .to("bus:large");
                            }
                        },
                        collect("bus:large?group=g", chosen));
        bus.publish("in", "small", "large-1", "large-2");
        await().untilAsserted(() -> assertThat(chosen).containsExactly("large-1", "large-2"));
        await().untilAsserted(() -> assertThat(bus.outcomes())
                .contains("small=completed", "large-1=completed", "large-2=completed")
                .hasSize(5));
    }

    @Test
    void aConsumerWithoutAGroupIsRefusedWithTheSyntaxItNeeds() throws Exception {
        fixture();
        assertThatThrownBy(() -> bus.start(collect("bus:t", new ArrayList<>())))
                .hasRootCauseMessage("bus:t needs a group to be consumed: bus:t?group=NAME");
    }
}
