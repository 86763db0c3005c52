package io.serai.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.TextNode;
import io.serai.bus.broker.BrokerException;
import io.serai.message.Item;
import io.serai.message.Json;
import io.serai.message.Message;
import io.serai.store.SqlStore;
import io.serai.store.TestStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the bus promises with any broker, shown with one in memory. */
class BrokerTransportTest {
    private interface Step {
        void process(Exchange exchange) throws Exception;
    }

    @TempDir
    Path folder;

    private final FakeBroker broker = new FakeBroker();
    private final List<BusFixture> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(BusFixture::close);
    }

    private BusFixture bus(Map<String, String> settings) throws Exception {
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
        return await().atMost(Duration.ofMinutes(2));
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
    void everyGroupGetsEveryMessageOnceAndInOrder() throws Exception {
        List<String> first = new CopyOnWriteArrayList<>();
        List<String> second = new CopyOnWriteArrayList<>();
        BusFixture bus =
                bus().start(collect("bus:t?group=first", first), collect("bus:t?group=second&batch=10", second));
        String[] keys = IntStream.range(0, 600).mapToObj(i -> "k" + i).toArray(String[]::new);
        bus.publish("t", keys);
        eventually().until(() -> bus.handled.size() == 1_200);
        assertThat(first).containsExactly(keys);
        assertThat(second).containsExactly(keys);
        eventually().until(() -> broker.backlog("t", "first") == 0 && broker.backlog("t", "second") == 0);
        assertThat(bus.rows("bus_outbox")).isZero();
    }

    @Test
    void workersShareAGroupByKeySoThatNoMessageOvertakesAnotherOfItsKey() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        BusFixture bus = bus().start(collect("bus:t?group=g&concurrency=4", seen));
        for (int i = 0; i < 50; i++) bus.publish("t", "a", "b", "c", "d", "e");
        eventually().until(() -> bus.handled.size() == 250);
        assertThat(bus.handled)
                .extracting(one -> one.item().message())
                .filteredOn(message -> message.subject().equals("c"))
                .extracting(Message::id)
                .isSorted()
                .hasSize(50);
    }

    @Test
    void aGroupThatIsRemovedIsRemovedFromTheBrokerAndStaysWhileTheBrokerIsAway() throws Exception {
        BusFixture bus = bus().start(collect("bus:t?group=g", new CopyOnWriteArrayList<>()));
        bus.camel.getRouteController().stopAllRoutes();
        bus.publish("t", "a", "b");
        eventually().until(() -> broker.backlog("t", "g") == 2 && bus.rows("bus_outbox") == 0);
        broker.down(true);
        assertThatThrownBy(() -> bus.removal.drop("t", "g", dropped -> {})).isInstanceOf(BrokerException.class);
        assertThat(bus.rows("bus_group")).isEqualTo(1);
        broker.down(false);
        assertThat(bus.removal.drop("t", "g", dropped -> {}))
                .get()
                .extracting(GroupRemoval.Dropped::waiting)
                .isEqualTo(2L);
        assertThat(broker.backlog("t", "g")).isEqualTo(-1);
        assertThat(bus.rows("bus_group")).isZero();
    }

    @Test
    void aGroupThatIsRemovedWhileTheRelayIsAboutToDeclareItStaysRemovedAndOthersLoseNothing() throws Exception {
        List<String> other = new CopyOnWriteArrayList<>();
        BusFixture bus = bus().start(collect("bus:t?group=g", new CopyOnWriteArrayList<>()))
                .start(collect("bus:t?group=other", other));
        removeWhileDeclared(bus, bus, "bus-t-group-g");
        bus.publish("t", "a", "b");
        eventually().untilAsserted(() -> assertThat(once(other)).containsExactly("before", "a", "b"));
        assertThat(broker.backlog("t", "g")).isEqualTo(-1);
        assertThat(bus.rows("bus_group")).isEqualTo(1);
    }

    @Test
    void aGroupThatAnotherReplicaIsAboutToDeclareStaysRemoved() throws Exception {
        TestLeases leases = new TestLeases();
        SqlStore store = TestStore.open(folder);
        List<String> other = new CopyOnWriteArrayList<>();
        BusFixture relays = new BusFixture(store, Map.of(), broker, leases.of("one"));
        opened.add(relays);
        relays.start(collect("bus:t?group=g", new CopyOnWriteArrayList<>()), collect("bus:t?group=other", other));
        BusFixture asked = new BusFixture(store, Map.of(), broker, leases.of("two"));
        opened.add(asked);
        removeWhileDeclared(relays, asked, "bus-t-group-g");
        relays.publish("t", "a", "b");
        eventually().untilAsserted(() -> assertThat(once(other)).containsExactly("before", "a", "b"));
        assertThat(broker.backlog("t", "g")).isEqualTo(-1);
    }

    /** What was on its way while a place was removed may be sent again. */
    private static Set<String> once(List<String> seen) {
        return new LinkedHashSet<>(seen);
    }

    /** Ends when the removal has ended, and so has the declaration that was under way before it began. */
    private void removeWhileDeclared(BusFixture relays, BusFixture asked, String route) throws Exception {
        relays.camel.getRouteController().stopRoute(route);
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        broker.beforeDeclaring("t", "g", () -> {
            reached.countDown();
            hold(go);
        });
        // Again, where the relay was about to send: it was turned away, and saw no connection that was lost.
        eventually().until(() -> isDeclaredAfterAnOutage(relays, reached));
        AtomicReference<Optional<GroupRemoval.Dropped>> dropped = new AtomicReference<>();
        Thread remover = new Thread(() -> dropped.set(asked.removal.drop("t", "g", one -> {})));
        remover.start();
        Set<Thread.State> ended = Set.of(Thread.State.WAITING, Thread.State.TIMED_WAITING, Thread.State.TERMINATED);
        eventually().until(() -> ended.contains(remover.getState()));
        go.countDown();
        remover.join();
        assertThat(dropped.get()).isPresent();
    }

    private boolean isDeclaredAfterAnOutage(BusFixture relays, CountDownLatch reached) throws InterruptedException {
        int before = broker.turnedAway();
        broker.down(true);
        relays.publish("t", "before");
        eventually().until(() -> broker.turnedAway() > before);
        broker.down(false);
        return reached.await(2, TimeUnit.SECONDS);
    }

    private static void hold(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new BrokerException("interrupted", e);
        }
    }

    @Test
    void aGroupWhoseRemovalFailedInTheStoreGetsItsPlaceAgain() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        BusFixture bus = bus().start(collect("bus:t?group=g", seen));
        bus.publish("t", "a");
        eventually().until(() -> bus.handled.size() == 1 && bus.rows("bus_outbox") == 0);
        bus.camel.getRouteController().stopAllRoutes();
        assertThatThrownBy(() -> bus.removal.drop("t", "g", dropped -> {
                    throw new IllegalStateException("the audit is full");
                }))
                .hasMessageContaining("the audit is full");
        bus.publish("t", "b");
        eventually().until(() -> broker.backlog("t", "g") == 1 && bus.rows("bus_outbox") == 0);
        bus.camel.getRouteController().startAllRoutes();
        eventually().untilAsserted(() -> assertThat(seen).containsExactly("a", "b"));
    }

    @Test
    void aGroupWhoseRemovalFailedInTheStoreMissesNothingThatAnotherReplicaSends() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        Replicas replicas = replicas(seen);
        failToRemove(replicas.asked());
        replicas.relays().publish("t", "b");
        eventually().until(() -> replicas.relays().rows("bus_outbox") == 0);
        assertThat(broker.backlog("t", "g")).isEqualTo(1);
        replicas.relays().camel.getRouteController().startRoute("bus-t-group-g");
        eventually().untilAsserted(() -> assertThat(seen).containsExactly("a", "b"));
    }

    @Test
    void aGroupWhoseRemovalFailedInTheStoreMissesNothingThatAnotherReplicaWasSending() throws Exception {
        Replicas replicas = replicas(new CopyOnWriteArrayList<>());
        broker.beforeSending(() -> failToRemove(replicas.asked()));
        replicas.relays().publish("t", "b");
        eventually().until(() -> replicas.relays().rows("bus_outbox") == 0);
        assertThat(broker.backlog("t", "g")).isEqualTo(1);
    }

    @Test
    void aGroupWhoseRemoverIsKilledInTheMiddleIsWholeAgainBeforeAnythingIsSent() throws Exception {
        Replicas replicas = replicas(new CopyOnWriteArrayList<>());
        CountDownLatch dropped = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        broker.afterDropping(() -> {
            dropped.countDown();
            hold(end);
            throw new IllegalStateException("killed");
        });
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread killed = new Thread(() -> replicas.asked().removal.drop("t", "g", one -> {}));
        killed.setUncaughtExceptionHandler((thread, thrown) -> failure.set(thrown));
        killed.start();
        dropped.await();
        replicas.relays().publish("t", "b");
        replicas.leases().kill("two");
        eventually().until(() -> replicas.relays().rows("bus_outbox") == 0);
        assertThat(broker.backlog("t", "g")).isEqualTo(1);
        end.countDown();
        killed.join();
        assertThat(failure.get()).hasMessage("killed");
    }

    /** Two on a store: one relays and has sent a message to each of two groups, one is asked to remove the group that is stopped. */
    private record Replicas(BusFixture relays, BusFixture asked, TestLeases leases) {}

    private Replicas replicas(List<String> seen) throws Exception {
        TestLeases leases = new TestLeases();
        SqlStore store = TestStore.open(folder);
        BusFixture relays = new BusFixture(store, Map.of(), broker, leases.of("one"));
        opened.add(relays);
        relays.start(collect("bus:t?group=g", seen), collect("bus:t?group=other", new CopyOnWriteArrayList<>()));
        BusFixture asked = new BusFixture(store, Map.of(), broker, leases.of("two"));
        opened.add(asked);
        relays.publish("t", "a");
        eventually()
                .until(() ->
                        relays.handled.size() == 2 && broker.backlog("t", "g") == 0 && relays.rows("bus_outbox") == 0);
        relays.camel.getRouteController().stopRoute("bus-t-group-g");
        return new Replicas(relays, asked, leases);
    }

    private static void failToRemove(BusFixture asked) {
        assertThatThrownBy(() -> asked.removal.drop("t", "g", dropped -> {
                    throw new IllegalStateException("the audit is full");
                }))
                .hasMessageContaining("the audit is full");
    }

    @Test
    void aGroupThatComesBackAfterItsRemovalGetsAllThatIsPublishedFromThenOn() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        BusFixture bus = bus().start(collect("bus:t?group=g", seen), collect("bus:t?group=other", new ArrayList<>()));
        bus.publish("t", "a");
        eventually()
                .until(() -> bus.handled.size() == 2 && broker.backlog("t", "g") == 0 && bus.rows("bus_outbox") == 0);
        bus.camel.getRouteController().stopRoute("bus-t-group-g");
        assertThat(bus.removal.drop("t", "g", dropped -> {})).isPresent();
        bus.publish("t", "nobody's");
        eventually().until(() -> bus.rows("bus_outbox") == 0);
        bus.camel.getRouteController().startRoute("bus-t-group-g");
        bus.publish("t", "b");
        eventually().untilAsserted(() -> assertThat(seen).containsExactly("a", "b"));
    }

    @Test
    void whatIsPublishedWhileTheBrokerIsAwayIsKeptAndArrivesInOrder() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        BusFixture bus = bus().start(collect("bus:t?group=g", seen));
        bus.publish("t", "before");
        eventually().until(() -> broker.backlog("t", "g") == 0 && bus.rows("bus_outbox") == 0 && seen.size() == 1);
        broker.down(true);
        bus.publish("t", "a", "b");
        bus.publish("t", "c");
        eventually().until(() -> broker.turnedAway() > 1); // the pass that was under way may not have looked
        eventually()
                .untilAsserted(
                        () -> assertThat(bus.backlogs.traffic().connected()).isFalse());
        assertThat(bus.backlogs.traffic().outbox()).isEqualTo(3);
        assertThat(bus.backlogs.traffic().oldest()).isNotNull();
        assertThat(bus.backlogs.count()).singleElement().satisfies(backlog -> {
            assertThat(backlog.waiting()).isEqualTo(3);
            assertThat(backlog.oldest()).isNotNull();
        });
        broker.down(false);
        eventually().untilAsserted(() -> assertThat(seen).containsExactly("before", "a", "b", "c"));
        eventually().until(() -> bus.backlogs.traffic().outbox() == 0);
        eventually()
                .untilAsserted(() -> assertThat(bus.registry
                                .get("serai_bus_reconnects")
                                .counter()
                                .count())
                        .isEqualTo(1));
    }

    @Test
    void aFlowStartsWhileTheBrokerIsAwayAndReadsOnceItIsThere() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        broker.down(true);
        BusFixture bus = bus().start(collect("bus:t?group=g", seen));
        bus.publish("t", "a");
        broker.down(false);
        eventually().untilAsserted(() -> assertThat(seen).containsExactly("a"));
    }

    @Test
    void whatIsPublishedBeforeAnybodyReadsTheTopicWaitsInTheOutboxForItsFirstGroup() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        List<String> other = new CopyOnWriteArrayList<>();
        BusFixture bus = bus();
        bus.start(collect("bus:other?group=g", other));
        bus.publish("t", "early");
        bus.publish("other", "x");
        eventually().untilAsserted(() -> assertThat(other).containsExactly("x"));
        assertThat(bus.backlogs.count())
                .filteredOn(backlog -> backlog.topic().equals("t"))
                .singleElement()
                .satisfies(backlog -> {
                    assertThat(backlog.group()).isEmpty();
                    assertThat(backlog.waiting()).isEqualTo(1);
                });
        bus.camel.addRoutes(collect("bus:t?group=g", seen));
        bus.publish("t", "late");
        eventually().untilAsserted(() -> assertThat(seen).containsExactly("early", "late"));
    }

    @Test
    void aMessageWhoseConfirmIsLostIsSentAgainAndTheFlowSeesItsIdAgain() throws Exception {
        List<String> ids = new CopyOnWriteArrayList<>();
        BusFixture bus = bus().start(route(
                "bus:t?group=g", exchange -> ids.add(exchange.getMessage().getHeader("SeraiMessageId", String.class))));
        broker.loseConfirms(1);
        bus.publish("t", "a");
        eventually().until(() -> bus.rows("bus_outbox") == 0);
        eventually().until(() -> broker.backlog("t", "g") == 0);
        assertThat(broker.taken).hasSize(2);
        assertThat(ids).isNotEmpty().containsOnly(broker.taken.get(0).id());
    }

    @Test
    void aMessageThatIsHandledWhileItComesAgainIsHandledOnce() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger times = new AtomicInteger();
        BusFixture bus = bus().start(route("bus:t?group=g", exchange -> {
            times.incrementAndGet();
            entered.countDown();
            go.await();
        }));
        bus.publish("t", "a");
        entered.await();
        broker.dropConnections();
        go.countDown();
        eventually().until(() -> broker.backlog("t", "g") == 0);
        assertThat(times).hasValue(1);
        eventually().untilAsserted(() -> assertThat(bus.outcomes()).containsExactly("a=completed"));
    }

    @Test
    void whatAStoppedFlowDidNotHandleGoesBackToTheBrokerAndComesAgain() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        BusFixture bus = bus().start(route("bus:t?group=g&batch=2", exchange -> {
            seen.addAll(BusFixture.keys(exchange));
            entered.countDown();
            go.await();
        }));
        bus.publish("t", "a", "b", "c", "d", "e");
        entered.await();
        eventually().until(() -> bus.rows("bus_outbox") == 0);
        Thread stopper = new Thread(() -> stop(bus));
        stopper.start();
        eventually().until(() -> !bus.camel.isStarted());
        go.countDown();
        stopper.join();
        int handled = seen.size();
        assertThat(broker.backlog("t", "g")).isEqualTo(5L - handled);
        bus().start(collect("bus:t?group=g", seen));
        eventually().untilAsserted(() -> assertThat(seen).containsExactly("a", "b", "c", "d", "e"));
    }

    @Test
    void aGroupHoldsNoMoreThanItsWindow() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        BusFixture bus = bus().start(route("bus:t?group=g", exchange -> go.await()));
        bus.publish("t", IntStream.range(0, 2_000).mapToObj(i -> "k" + i).toArray(String[]::new));
        eventually().until(() -> bus.rows("bus_outbox") == 0);
        assertThat(broker.mostUnacknowledged).isEqualTo(128);
        go.countDown();
        eventually().until(() -> bus.handled.size() == 2_000);
    }

    @Test
    void aParkedMessageIsAcknowledgedAndTriedAgainFromTheStore() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        BusFixture bus = bus().start(route("bus:t?group=g", exchange -> {
            if (attempts.incrementAndGet() < 3) throw new BusFixture.Passing();
        }));
        bus.publish("t", "a");
        eventually()
                .untilAsserted(() -> assertThat(bus.outcomes()).containsExactly("a=parked", "a=parked", "a=completed"));
        eventually().until(() -> broker.backlog("t", "g") == 0);
        assertThat(bus.rows("bus_parked")).isZero();
    }

    @Test
    void aMessageThatComesAgainAfterItWasParkedIsParkedOnce() throws Exception {
        BusFixture bus = bus(Map.of("serai.bus.retry.initial-delay", "PT1H")).start(route("bus:t?group=g", exchange -> {
            throw new BusFixture.Passing();
        }));
        broker.loseConfirms(1);
        bus.publish("t", "a");
        eventually().until(() -> broker.taken.size() == 2 && broker.backlog("t", "g") == 0);
        assertThat(bus.rows("bus_parked")).isEqualTo(1);
    }

    @Test
    void aReplayReachesOnlyTheGroupThatGaveUp() throws Exception {
        List<String> good = new CopyOnWriteArrayList<>();
        AtomicInteger attempts = new AtomicInteger();
        BusFixture bus = bus().start(collect("bus:t?group=good", good), route("bus:t?group=bad", exchange -> {
            if (attempts.incrementAndGet() == 1) throw new IllegalStateException("not yet");
        }));
        bus.publish("t", "a");
        eventually().until(() -> bus.rows("bus_dead") == 1 && good.size() == 1);
        assertThat(bus.dead.replay(DeadLetterQuery.all())).isEqualTo(1);
        eventually().until(() -> attempts.get() == 2 && bus.rows("bus_parked") == 0);
        assertThat(good).containsExactly("a");
        assertThat(bus.rows("bus_dead")).isZero();
        assertThat(broker.taken).hasSize(1);
    }

    @Test
    void whatNoFlowCanReadIsInTheDeadLettersAsItCame() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        BusFixture bus = bus().start(collect("bus:t?group=g", seen));
        bus.publish("t", "a");
        eventually().until(() -> seen.size() == 1);
        Message known = new Message("x1", "t", "unknown", null, Instant.now(), "x1", new TextNode("<order/>"));
        broker.putUnreadable("t", "g", known, "no JSON");
        eventually().until(() -> broker.backlog("t", "g") == 0);
        assertThat(bus.dead.list(DeadLetterQuery.all(), 10)).singleElement().satisfies(letter -> {
            assertThat(letter.message().data().asText()).isEqualTo("<order/>");
            assertThat(letter.reason()).isEqualTo("not-a-message");
            assertThat(letter.detail()).isEqualTo("no JSON");
        });
    }

    @Test
    void aTopicThatTheBrokerRefusesDoesNotHoldBackTheOthers() throws Exception {
        List<String> good = new CopyOnWriteArrayList<>();
        List<String> bad = new CopyOnWriteArrayList<>();
        BusFixture bus = bus().start(collect("bus:bad?group=g", bad), collect("bus:good?group=g", good));
        broker.refuse("bad");
        bus.publish("bad", "x");
        bus.publish("good", "a");
        bus.publish("good", "b");
        eventually().untilAsserted(() -> assertThat(good).contains("a", "b"));
        assertThat(bad).isEmpty();
        broker.refuse(null);
        eventually().untilAsserted(() -> assertThat(bad).contains("x"));
    }

    @Test
    void aMessageThatTheBrokerNeverTakesHoldsBackWhatIsAboutTheSameAndNothingElse() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        BusFixture bus = bus().start(collect("bus:t?group=g", seen));
        broker.refuseKey("too-large");
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < 20; i++) items.add(bus.item("t", "before" + i));
        items.add(bus.item("t", "too-large"));
        items.add(bus.item("t", "too-large").with(Json.MAPPER.createObjectNode().put("key", "later")));
        for (int i = 0; i < 20; i++) items.add(bus.item("t", "after" + i));
        bus.bus.publish("t", items);
        eventually().untilAsserted(() -> assertThat(seen).contains("before0", "before19", "after0", "after19"));
        bus.publish("t", "new");
        eventually().untilAsserted(() -> assertThat(seen).contains("new"));
        eventually().until(() -> bus.rows("bus_outbox") == 2);
        assertThat(seen).doesNotContain("too-large", "later");

        broker.refuseKey(null);
        eventually().untilAsserted(() -> assertThat(seen).contains("too-large", "later"));
        assertThat(seen.indexOf("too-large")).isLessThan(seen.indexOf("later"));
    }

    @Test
    void aGroupCanBeReadByOneRouteOnlyAndThatOneGoesOn() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        BusFixture bus = bus().start(collect("bus:t?group=g", seen));
        assertThatThrownBy(() -> bus.camel.addRoutes(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("bus:t?group=g&batch=2").to("log:second");
                    }
                }))
                .hasStackTraceContaining("bus:t?group=g is read by two routes");
        bus.publish("t", "a");
        eventually().untilAsserted(() -> assertThat(seen).contains("a"));
    }

    @Test
    void aChangeOfTheTransportTakesAlongWhatTheEmbeddedOneHeld() throws Exception {
        try (BusFixture embedded = new BusFixture(folder, Map.of())) {
            embedded.start(collect("bus:t?group=g", new ArrayList<>()));
            embedded.camel.getRouteController().stopAllRoutes();
            embedded.publish("t", "a", "b", "c");
            embedded.publish("unread", "u");
            assertThat(embedded.rows("bus_queue")).isEqualTo(4);
        }
        List<String> seen = new CopyOnWriteArrayList<>();
        List<String> unread = new CopyOnWriteArrayList<>();
        BusFixture bus = bus().start(collect("bus:t?group=g", seen), collect("bus:unread?group=g", unread));
        eventually().untilAsserted(() -> assertThat(seen).containsExactly("a", "b", "c"));
        eventually().untilAsserted(() -> assertThat(unread).containsExactly("u"));
        assertThat(bus.rows("bus_queue")).isZero();
    }

    @Test
    void aChangeBackToTheEmbeddedTransportTakesAlongTheOutbox() throws Exception {
        BusFixture before = bus().start(collect("bus:t?group=g", new ArrayList<>()));
        broker.down(true);
        before.publish("t", "a", "b");
        before.publish("unread", "u");
        stop(before);
        List<String> seen = new CopyOnWriteArrayList<>();
        try (BusFixture embedded = new BusFixture(folder, Map.of())) {
            embedded.start(collect("bus:t?group=g", seen), collect("bus:unread?group=g", seen));
            eventually().untilAsserted(() -> assertThat(seen).containsExactlyInAnyOrder("a", "b", "u"));
            assertThat(embedded.rows("bus_outbox")).isZero();
        }
    }
}
