package io.serai.bus;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Groups that appear while others publish, in two replicas. */
class ConcurrentGroupsTest {
    private static final int ROUNDS = 20;
    private static final Share ALL =
            new Share(0, 1, IntStream.range(0, Lanes.COUNT).boxed().collect(Collectors.toSet()));

    @TempDir
    Path folder;

    private final Ids ids = new Ids();
    private SqlStore one;
    private SqlStore other;

    @BeforeEach
    void open() {
        one = TestStore.open(folder);
        other = TestStore.openBeside(one, folder);
    }

    @AfterEach
    void close() {
        other.close();
        one.close();
    }

    private record Replica(Groups groups, EmbeddedTransport transport, Bus bus) {}

    private static Replica replica(SqlStore store) {
        Clock clock = Clock.systemUTC();
        Groups groups = new Groups(store);
        EmbeddedTransport transport = new EmbeddedTransport(store, groups, new Signals(), clock);
        return new Replica(
                groups,
                transport,
                new Bus(
                        store,
                        transport,
                        new Delays(store, transport, clock),
                        new Ids(),
                        new BusMetrics(new SimpleMeterRegistry(), clock)));
    }

    private Item item(String topic, String key) {
        String id = ids.next();
        return Item.of(
                new Message(
                        id,
                        topic,
                        "test",
                        key,
                        Instant.now(),
                        id,
                        Json.MAPPER.createObjectNode().put("key", key)),
                1);
    }

    @Test
    void whatIsPublishedWhileTheFirstGroupAppearsIsThereForIt() throws Exception {
        Replica here = replica(one);
        Replica there = other == one ? here : replica(other);
        for (int round = 0; round < ROUNDS; round++) {
            String topic = "topic" + round;
            List<Callable<Boolean>> all = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                Replica replica = i % 2 == 0 ? here : there;
                String key = "k" + i;
                all.add(() -> {
                    replica.bus().publish(topic, List.of(item(topic, key)));
                    return true;
                });
            }
            all.add(() -> here.groups().register(topic, "group").id() > 0);
            all.add(() -> there.groups().register(topic, "group").id() > 0);
            assertThat(Concurrently.run(all)).containsOnly(true);
            Group group = there.groups().register(topic, "group");
            assertThat(there.transport().fetch(group, ALL, 100))
                    .extracting(delivery -> delivery.message().subject())
                    .containsExactlyInAnyOrder("k0", "k1", "k2", "k3", "k4", "k5");
        }
        assertThat(here.groups().all()).hasSize(ROUNDS);
    }

    @Test
    void aGroupThatIsThereAlreadyIsReadOnWithoutWaitingForWhoWrites() {
        Group before = replica(one).groups().register("topic", "group");
        Groups restarted = replica(one).groups();

        Group after = one.write(tx -> CompletableFuture.supplyAsync(() -> restarted.register("topic", "group"))
                .orTimeout(2, TimeUnit.MINUTES)
                .join());

        assertThat(after).isEqualTo(before);
        assertThat(restarted.all()).containsExactly(before);
    }

    @Test
    void aGroupThatAnotherReplicaRegisteredGetsWhatIsPublishedFromThenOn() {
        Replica here = replica(one);
        Replica there = other == one ? here : replica(other);
        here.groups().register("topic", "first");
        here.bus().publish("topic", List.of(item("topic", "a")));
        Group second = there.groups().register("topic", "second");
        here.bus().publish("topic", List.of(item("topic", "b")));
        assertThat(there.transport().fetch(second, ALL, 100))
                .extracting(delivery -> delivery.message().subject())
                .containsExactly("b");
    }
}
