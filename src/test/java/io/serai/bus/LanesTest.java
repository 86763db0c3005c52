package io.serai.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.store.SqlStore;
import io.serai.store.TestStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LanesTest {
    @TempDir
    Path folder;

    private final TestLeases leases = new TestLeases();

    private static Set<Integer> of(Lanes lanes) {
        try (Lanes.Turn turn = lanes.turn()) {
            return turn.lanes();
        }
    }

    private static void look(Lanes... all) {
        for (int round = 0; round < 3; round++) for (Lanes each : all) each.look();
    }

    @Test
    void oneReplicaHasAllLanes() {
        Lanes only = new Lanes(leases.of("a"));
        look(only);
        assertThat(of(only)).hasSize(Lanes.COUNT);
    }

    @Test
    void replicasShareTheLanesEquallyAndEachLaneIsOneReplicas() {
        Lanes a = new Lanes(leases.of("a"));
        look(a);
        Lanes b = new Lanes(leases.of("b"));
        Lanes c = new Lanes(leases.of("c"));
        look(a, b, c);
        Set<Integer> all = new HashSet<>();
        for (Lanes each : List.of(a, b, c)) {
            assertThat(of(each)).hasSizeBetween(10, 11);
            assertThat(all).doesNotContainAnyElementsOf(of(each));
            all.addAll(of(each));
        }
        assertThat(all).hasSize(Lanes.COUNT);
    }

    @Test
    void aLaneIsGivenUpOnlyAfterTheTurnThatHasItHasEnded() {
        Lanes a = new Lanes(leases.of("a"));
        look(a);
        Lanes b = new Lanes(leases.of("b"));
        try (Lanes.Turn working = a.turn()) {
            look(a, b);
            assertThat(working.lanes()).hasSize(Lanes.COUNT);
            assertThat(of(a)).as("no new turn has those that are to go").hasSize(Lanes.COUNT / 2);
            assertThat(of(b)).isEmpty();
        }
        look(a, b);
        assertThat(of(b)).hasSize(Lanes.COUNT / 2).doesNotContainAnyElementsOf(of(a));
    }

    @Test
    void theLanesOfAReplicaThatStopsOrIsKilledPassOn() {
        Lanes a = new Lanes(leases.of("a"));
        Lanes b = new Lanes(leases.of("b"));
        Lanes c = new Lanes(leases.of("c"));
        look(a, b, c);
        b.close();
        leases.kill("c");
        assertThat(of(b)).isEmpty();
        assertThat(of(c)).isEmpty();
        look(a);
        assertThat(of(a)).hasSize(Lanes.COUNT);
    }

    @Test
    void lanesWhoseLeasesEndedAndWereRenewedAfterAllAreWorkedAgain() {
        Lanes a = new Lanes(leases.of("a"));
        look(a);
        leases.pause("a");
        assertThat(of(a)).as("the store could not be asked for long").isEmpty();
        leases.resume("a");
        look(a);
        assertThat(of(a)).hasSize(Lanes.COUNT);
    }

    @Test
    void theLanesPassOnWhenTheFlowsHaveStopped() throws Exception {
        BusFixture one = new BusFixture(TestStore.open(folder), Map.of(), null, leases.of("one")).start();
        one.lanes.start();
        assertThat(of(one.lanes)).hasSize(Lanes.COUNT);
        one.camel.getComponent("bus").start();
        one.camel.stop(); // and not only when the store closes, which may be before
        Lanes other = new Lanes(leases.of("other"));
        look(other);
        assertThat(of(other)).hasSize(Lanes.COUNT);
        one.close();
    }

    @Test
    void twoReplicasHandleEveryMessageOnceAndThoseOfAKeyInOrder() throws Exception {
        SqlStore store = TestStore.open(folder);
        List<String> seen = new CopyOnWriteArrayList<>();
        try (BusFixture one = replica(store, "one", seen);
                BusFixture two = replica(store, "two", seen)) {
            await("both to have their share").atMost(Duration.ofMinutes(1)).until(() -> {
                return of(one.lanes).size() == Lanes.COUNT / 2 && of(two.lanes).size() == Lanes.COUNT / 2;
            });
            List<String> published = new ArrayList<>();
            for (int round = 0; round < 10; round++) {
                for (int key = 0; key < 40; key++) {
                    (round % 2 == 0 ? one : two).bus.publish("t", List.of(one.item("t", "k" + key + "." + round)));
                    published.add("k" + key + "." + round);
                }
            }
            await("all").atMost(Duration.ofMinutes(2)).until(() -> seen.size() >= published.size());
            assertThat(seen).containsExactlyInAnyOrderElementsOf(published);
            assertThat(one.handled).as("handled by the first").isNotEmpty();
            assertThat(two.handled).as("handled by the second").isNotEmpty();
        }
    }

    @Test
    void whatIsParkedIsTriedAgainByOneReplica() throws Exception {
        SqlStore store = TestStore.open(folder);
        Map<String, Integer> tries = new HashMap<>();
        RouteBuilder failsOnce = new RouteBuilder() {
            @Override
            public void configure() {
                from("bus:t?group=g").process(exchange -> {
                    String key = BusFixture.keys(exchange).get(0);
                    synchronized (tries) {
                        if (tries.merge(key, 1, Integer::sum) == 1) throw new BusFixture.Passing();
                    }
                });
            }
        };
        try (BusFixture one = new BusFixture(store, Map.of(), null, leases.of("one")).start(failsOnce);
                BusFixture two = new BusFixture(store, Map.of(), null, leases.of("two")).start(failsOnce)) {
            one.publish("t", IntStream.range(0, 50).mapToObj(i -> "p" + i).toArray(String[]::new));
            await("nothing to be left").atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
                assertThat(one.rows("bus_parked")).isZero();
                assertThat(two.rows("bus_queue")).isZero();
            });
            synchronized (tries) {
                assertThat(tries).hasSize(50).values().containsOnly(2);
            }
        }
    }

    private BusFixture replica(SqlStore store, String name, List<String> seen) throws Exception {
        return new BusFixture(store, Map.of(), null, leases.of(name)).start(new RouteBuilder() {
            @Override
            public void configure() {
                from("bus:t?group=g&concurrency=2").process(exchange -> seen.addAll(BusFixture.keys(exchange)));
            }
        });
    }
}
