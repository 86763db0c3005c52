package io.serai.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.serai.message.Batches;
import io.serai.message.Failure;
import io.serai.message.Item;
import io.serai.message.Outcome;
import io.serai.message.Priority;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PriorityTest {
    @TempDir
    Path folder;

    private final List<Priority> seen = new CopyOnWriteArrayList<>();
    private BusFixture bus;

    @AfterEach
    void stop() {
        if (bus != null) bus.close();
    }

    @Test
    void whatNobodySaysAnythingAboutIsLive() throws Exception {
        start(look("bus:t?group=g"));

        bus.publish("t", "a");

        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(seen).containsExactly(Priority.LIVE));
    }

    @Test
    void aRouteSaysByAPropertyHowUrgentItsMessagesAreAndWhatFollowsFromThemIsSo() throws Exception {
        start(
                route("bus:load?group=g", "bus:first", exchange -> exchange.setProperty("SeraiPriority", "backfill")),
                route("bus:first?group=g", "bus:second", exchange -> {}),
                look("bus:second?group=g"));

        bus.publish("load", "a");

        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(seen).containsExactly(Priority.BACKFILL));
    }

    @Test
    void anOptionSaysItForOneEndpoint() throws Exception {
        start(route("bus:load?group=g", "bus:next?priority=backfill", exchange -> {}), look("bus:next?group=g"));

        bus.publish("load", "a");

        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(seen).containsExactly(Priority.BACKFILL));
    }

    @Test
    void aPriorityThatDoesNotExistIsRefusedWhenTheRouteStarts() {
        assertThatThrownBy(() -> start(route("bus:load?group=g", "bus:next?priority=soon", exchange -> {})))
                .hasRootCauseMessage("bus:next: priority is 'soon': expected live, replay or backfill");
    }

    @Test
    void aBatchIsAsUrgentAsItsMostUrgentRecord() throws Exception {
        start(look("bus:t?group=g&batch=10"));

        bus.bus.publish(
                "t",
                List.of(
                        bus.item("t", "a").with(Priority.BACKFILL),
                        bus.item("t", "b").with(Priority.REPLAY)));

        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(seen).containsExactly(Priority.REPLAY));
    }

    @ParameterizedTest
    @ValueSource(strings = {"LIVE", "REPLAY", "BACKFILL"})
    void aReplayGoesAfterWhatIsLiveAndABackfillRemainsOne(Priority before) throws Exception {
        start(route("bus:t?group=g", null, exchange -> {
            seen.add(Priority.of(exchange));
            if (seen.size() == 1) throw new IllegalStateException("for good");
        }));
        bus.bus.publish("t", List.of(bus.item("t", "a").with(before)));
        await().atMost(Duration.ofMinutes(2)).until(() -> bus.rows("bus_dead") == 1);

        assertThat(bus.dead.replay(DeadLetterQuery.one(
                        bus.dead.list(DeadLetterQuery.all(), 1).get(0).number())))
                .isEqualTo(1);

        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() ->
                        assertThat(seen).containsExactly(before, before == Priority.LIVE ? Priority.REPLAY : before));
    }

    @Test
    void aParkedMessageKeepsItsPriority() throws Exception {
        start(route("bus:t?group=g", null, exchange -> {
            seen.add(Priority.of(exchange));
            if (seen.size() == 1) throw new BusFixture.Passing();
        }));

        bus.bus.publish("t", List.of(bus.item("t", "a").with(Priority.BACKFILL)));

        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(seen).containsExactly(Priority.BACKFILL, Priority.BACKFILL));
    }

    @Test
    void whatWasHeldBackToKeepWithinAQuotaUsesUpNoAttempt() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        bus = new BusFixture(folder, Map.of("serai.bus.retry.attempts", "2"));
        bus.start(route("bus:t?group=g", null, exchange -> {
            if (runs.incrementAndGet() <= 4)
                Batches.set(exchange, Batches.current(exchange).mapLive(PriorityTest::heldBack));
        }));

        bus.publish("t", "a");

        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(bus.outcomes())
                        .containsExactly("a=parked", "a=parked", "a=parked", "a=parked", "a=completed"));
        assertThat(bus.handled).extracting(one -> one.item().attempt()).containsOnly(1);
    }

    @Test
    void aBackfillThatIsHeldBackForHoursDoesNotHoldUpWhatIsLive() throws Exception {
        start(route(
                "bus:t?group=g",
                null,
                exchange -> Batches.set(
                        exchange,
                        Batches.current(exchange)
                                .mapLive(item -> Priority.of(exchange) == Priority.LIVE
                                        ? item
                                        : item.settle(new Outcome(
                                                Outcome.Kind.PARKED,
                                                Failure.QUOTA,
                                                "none",
                                                Duration.ofHours(3),
                                                null))))));
        for (int i = 0; i < 20; i++)
            bus.bus.publish("t", List.of(bus.item("t", "old-" + i).with(Priority.BACKFILL)));

        bus.publish("t", "new");

        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() ->
                        assertThat(bus.outcomes()).contains("new=completed").hasSize(21));
    }

    private static Item heldBack(Item item) {
        return item.settle(new Outcome(Outcome.Kind.PARKED, Failure.QUOTA, "no calls left", Duration.ZERO, null));
    }

    private void start(RouteBuilder... routes) throws Exception {
        bus = new BusFixture(folder, Map.of());
        bus.start(routes);
    }

    private RouteBuilder look(String from) {
        return route(from, null, exchange -> seen.add(Priority.of(exchange)));
    }

    private static RouteBuilder route(String from, String to, Processor step) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                var route = from(from).routeId(from).process(step);
                if (to != null) route.to(to);
            }
        };
    }
}
