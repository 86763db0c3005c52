package io.serai.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.serai.bus.TestBus;
import io.serai.flow.TestFlows;
import io.serai.store.SqlStore;
import io.serai.store.TestStore;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchTest {
    @TempDir
    Path folder;

    private final Clock clock = Clock.systemUTC();
    private SqlStore store;
    private TestBus bus;

    @BeforeEach
    void open() {
        store = TestStore.open(folder);
        bus = new TestBus(store);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static WatchConfig every(String time) {
        return new SmallRyeConfigBuilder()
                .withMapping(WatchConfig.class)
                .withDefaultValues(Map.of("serai.watch.every", time, "serai.watch.store-timeout", "PT2S"))
                .build()
                .getConfigMapping(WatchConfig.class);
    }

    private BusWatch watch(String time) {
        return new BusWatch(bus.backlogs(), every(time), clock);
    }

    private HealthCheckResponse ready() {
        return new StoreReadiness(new StoreWatch(store, every("PT0S"), clock)).call();
    }

    @Test
    void aStoreThatTakesAWriteAndGivesItBackIsReadyAndAlive() {
        assertThat(ready().getStatus()).isEqualTo(Status.UP);
        assertThat(new StoreLiveness(store).call().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void aClosedStoreIsNeitherReadyNorAlive() {
        store.close();
        HealthCheckResponse ready = ready();
        assertThat(ready.getStatus()).isEqualTo(Status.DOWN);
        assertThat(ready.getData().orElseThrow()).containsEntry("problem", "the writing thread has ended");
        assertThat(new StoreLiveness(store).call().getStatus()).isEqualTo(Status.DOWN);
    }

    @Test
    void aStoreThatRefusesWritesIsNotReadyButStaysAlive() {
        store.write(tx -> tx.update("DROP TABLE watch_probe"));
        assertThat(ready().getStatus()).isEqualTo(Status.DOWN);
        assertThat(new StoreLiveness(store).call().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void flowsAreReadyOnceTheyRunAndARefusedChangeOnlyDegradesThem() {
        TestFlows flows = new TestFlows();
        FlowsReadiness check = new FlowsReadiness(flows.flows(), flows.context());
        assertThat(check.call().getStatus()).isEqualTo(Status.DOWN);
        flows.context().start();
        flows.refused("routes/a.camel.yaml", "unknown component");
        HealthCheckResponse response = check.call();
        flows.context().stop();
        assertThat(response.getStatus()).isEqualTo(Status.UP);
        assertThat(response.getData().orElseThrow())
                .containsEntry("degraded", true)
                .containsEntry("refused", "routes/a.camel.yaml");
    }

    @Test
    void aBacklogIsToldAndDoesNotMakeTheProcessUnready() {
        bus.publish("topic", "a", "b");
        bus.bury("topic", "group", "c", "reason");
        HealthCheckResponse response = new BusReadiness(watch("PT0S")).call();
        assertThat(response.getStatus()).isEqualTo(Status.UP);
        assertThat(response.getData().orElseThrow())
                .containsEntry("groups", 1L)
                .containsEntry("backlog", 2L)
                .containsEntry("dead", 1L);
    }

    @Test
    void theBacklogIsCountedOnceHoweverManyAskWithinTheInterval() {
        BusWatch watch = watch("PT1H");
        assertThat(watch.look().groups()).isEmpty();
        bus.publish("topic", "a");
        assertThat(watch.look().groups()).isEmpty();
        assertThat(watch("PT1H").look().groups()).hasSize(1);
    }

    @Test
    void gaugesFollowTheGroupsAndTheirBacklogs() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        Gauges gauges = new Gauges(watch("PT0S"), store, every("PT1H"), registry, clock);
        bus.publish("topic", "a", "b");
        gauges.refresh();
        assertThat(registry.get("serai_bus_backlog_messages")
                        .tags("topic", "topic", "group", "")
                        .gauge()
                        .value())
                .isEqualTo(2);
        assertThat(registry.get("serai_bus_oldest_age_seconds").gauge().value()).isBetween(0.0, 60.0);
        bus.bury("topic", "group", "c", "reason");
        gauges.refresh();
        assertThat(registry.get("serai_bus_dead_messages")
                        .tag("group", "group")
                        .gauge()
                        .value())
                .isEqualTo(1);
        assertThat(registry.get("serai_bus_parked_messages")
                        .tag("group", "group")
                        .gauge()
                        .value())
                .isZero();
        bus.publishLater("reminder", "a", null, "c");
        gauges.refresh();
        assertThat(registry.get("serai_bus_delayed_messages")
                        .tag("topic", "reminder")
                        .gauge()
                        .value())
                .isEqualTo(1);
        assertThat(registry.get("serai_store_waiting_units").gauge().value()).isZero();
    }

    @Test
    void anAuditEntryIsThereExactlyIfWhatItTellsWasDone() {
        Audit audit = new Audit(store, clock);
        Instant before = Instant.now().minusMillis(1);
        audit.note("anna", "replay", "{\"all\":true}", 3);
        assertThat(catchThrowable(() -> store.write(tx -> {
                    audit.note("ben", "discard", "{}", 1);
                    throw new IllegalStateException("rolled back");
                })))
                .isInstanceOf(IllegalStateException.class);
        List<Audit.Entry> entries = audit.list(10);
        assertThat(entries).extracting(Audit.Entry::who).containsExactly("anna");
        assertThat(entries.get(0).at()).isBetween(before, Instant.now());
        assertThat(entries.get(0).count()).isEqualTo(3);
    }
}
