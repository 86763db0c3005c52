package io.serai.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.serai.message.Batches;
import io.serai.message.Failure;
import io.serai.message.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Groups whose target is down. */
class PressureTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    private BusFixture bus;
    private final AtomicBoolean down = new AtomicBoolean(true);
    private final List<Integer> sizes = new CopyOnWriteArrayList<>();
    private final List<String> delivered = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        bus.close();
    }

    private void start(Map<String, String> settings, RouteBuilder... routes) throws Exception {
        Map<String, String> all = new HashMap<>(Map.of(
                "serai.bus.pause.probe-delay", "PT0.05S",
                "serai.bus.pause.max-delay", "PT0.1S",
                "serai.bus.retry.max-delay", "PT0.2S"));
        all.putAll(settings);
        bus = new BusFixture(folder, all).start(routes);
    }

    private RouteBuilder target(String from) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from(from).routeId("target").process(exchange -> call(exchange));
            }
        };
    }

    private void call(Exchange exchange) {
        List<String> keys = BusFixture.keys(exchange);
        sizes.add(keys.size());
        if (down.get()) throw new BusFixture.Down(null);
        delivered.addAll(keys);
    }

    private static RouteBuilder collect(String from, List<String> into) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from(from).process(exchange -> into.addAll(BusFixture.keys(exchange)));
            }
        };
    }

    private static String[] keys(int count) {
        return IntStream.range(0, count).mapToObj(n -> "k" + n).toArray(String[]::new);
    }

    private double metric(String name) {
        return bus.registry.get(name).tag("group", "g").gauge().value();
    }

    private boolean paused() {
        return bus.pauses.since("t", "g").isPresent();
    }

    @Test
    void aPausedGroupProbesWithOneMessageAndDeliversAllOnceItsTargetAnswers() throws Exception {
        start(Map.of(), target("bus:t?group=g&batch=10"));
        bus.publish("t", keys(200));
        await().atMost(PATIENCE).until(() -> paused() && sizes.size() >= 8);
        assertThat(sizes.subList(0, 3)).allMatch(size -> size > 1);
        assertThat(sizes.subList(3, 8)).containsOnly(1);
        assertThat(metric("serai_bus_group_paused")).isEqualTo(1);
        assertThat(bus.rows("bus_queue")).as("what waits stays where it is").isGreaterThan(100);
        down.set(false);
        await().atMost(PATIENCE).until(() -> delivered.size() == 200);
        assertThat(delivered).containsExactlyInAnyOrder(keys(200));
        assertThat(metric("serai_bus_group_paused")).isZero();
        assertThat(bus.registry.get("serai_bus_group_pauses").functionCounter().count())
                .isEqualTo(1);
    }

    @Test
    void theBacklogTellsWhichGroupsArePausedAndWhichNobodyReads() throws Exception {
        start(Map.of(), target("bus:t?group=g"));
        bus.publish("t", keys(10));
        bus.publish("unread", "a");
        await().atMost(PATIENCE).until(this::paused);
        assertThat(bus.backlogs.count())
                .extracting(Backlog::topic, Backlog::state, backlog -> backlog.pausedSince() != null)
                .containsExactly(tuple("t", Backlog.State.PAUSED, true), tuple("unread", Backlog.State.UNREAD, false));
        down.set(false);
        await().atMost(PATIENCE).until(() -> delivered.size() == 10);
        assertThat(bus.backlogs.count().get(0).state()).isEqualTo(Backlog.State.RUNNING);
    }

    @Test
    void aGroupIsRemovedWhenItsFlowIsGoneAndNothingIsKeptForItAnyMore() throws Exception {
        start(Map.of(), target("bus:t?group=g"), collect("bus:t?group=other", delivered));
        assertThatThrownBy(() -> bus.removal.drop("t", "g", dropped -> {})).isInstanceOf(GroupInUse.class);
        bus.camel.getRouteController().stopRoute("target");
        bus.publish("t", "a", "b");
        assertThat(bus.removal.drop("t", "g", dropped -> {}))
                .get()
                .extracting(GroupRemoval.Dropped::waiting)
                .isEqualTo(2L);
        assertThat(bus.removal.drop("t", "g", dropped -> {})).isEmpty();
        bus.publish("t", "c");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(delivered).containsExactly("a", "b", "c"));
        await().atMost(PATIENCE).until(() -> bus.rows("bus_queue") == 0);
        assertThat(bus.backlogs.count()).extracting(Backlog::group).containsExactly("other");
    }

    @Test
    void anOutageOfManyMoreProbesThanAttemptsMakesNoDeadLetter() throws Exception {
        start(Map.of("serai.bus.retry.attempts", "2", "serai.bus.pause.max-delay", "PT0.05S"), target("bus:t?group=g"));
        bus.publish("t", "a", "b");
        await().atMost(PATIENCE).until(() -> sizes.size() > 20);
        assertThat(bus.rows("bus_dead")).isZero();
        down.set(false);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(delivered).containsExactlyInAnyOrder("a", "b"));
    }

    @Test
    void theOtherGroupsOfTheTopicGoOn() throws Exception {
        List<String> other = new CopyOnWriteArrayList<>();
        start(Map.of(), target("bus:t?group=g"), collect("bus:t?group=other", other));
        bus.publish("t", keys(100));
        await().atMost(PATIENCE).until(this::paused);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(other).containsExactly(keys(100)));
        assertThat(delivered).isEmpty();
        assertThat(paused()).isTrue();
    }

    @Test
    void severalWorkersPauseTogetherAndProbeOneAtATime() throws Exception {
        start(Map.of(), target("bus:t?group=g&concurrency=4&batch=5"));
        bus.publish("t", keys(300));
        await().atMost(PATIENCE).until(this::paused);
        down.set(false);
        await().atMost(PATIENCE).until(() -> delivered.size() == 300);
        assertThat(delivered).doesNotHaveDuplicates();
    }

    @Test
    void aTargetThatRefusesTheProbeForGoodAnswersSoTheGroupResumes() throws Exception {
        start(Map.of(), new RouteBuilder() {
            @Override
            public void configure() {
                from("bus:t?group=g").process(exchange -> {
                    if (!down.get()) throw new IllegalStateException("refused for good");
                    sizes.add(1);
                    throw new BusFixture.Down(null);
                });
            }
        });
        bus.publish("t", keys(5));
        await().atMost(PATIENCE).until(this::paused);
        down.set(false);
        await().atMost(PATIENCE).until(() -> bus.rows("bus_dead") == 5);
        assertThat(paused()).isFalse();
    }

    @Test
    void aMessageThatTheTargetNeverTakesDoesNotKeepTheGroupPaused() throws Exception {
        start(Map.of(), new RouteBuilder() {
            @Override
            public void configure() {
                from("bus:t?group=g").process(exchange -> {
                    if (BusFixture.keys(exchange).contains("poison")) throw new BusFixture.Down(null);
                    delivered.addAll(BusFixture.keys(exchange));
                });
            }
        });
        bus.publish("t", "poison");
        await().atMost(PATIENCE).until(this::paused);
        bus.publish("t", "a", "b", "c");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(delivered).containsExactly("a", "b", "c"));
    }

    @Test
    void recordsThatFailOneByOneDoNotPauseTheGroup() throws Exception {
        start(Map.of(), new RouteBuilder() {
            @Override
            public void configure() {
                from("bus:t?group=g&batch=2").process(exchange -> {
                    sizes.add(1);
                    Batches.set(
                            exchange,
                            Batches.current(exchange)
                                    .mapLive(item -> item.settle(
                                            Outcome.of(new Failure(true, "UNABLE_TO_LOCK_ROW", null, null)))));
                });
            }
        });
        bus.publish("t", "a", "b");
        await().atMost(PATIENCE).until(() -> sizes.size() > 5);
        assertThat(paused()).isFalse();
    }
}
