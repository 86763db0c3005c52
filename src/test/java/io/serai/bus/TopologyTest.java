package io.serai.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serai.bus.broker.BrokerException;
import io.serai.connect.quota.FakeTime;
import io.serai.store.SqlStore;
import io.serai.store.TestStore;
import io.serai.store.cluster.Leases;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What it costs to make groups' places, above all when that does not succeed. */
class TopologyTest {
    /** Remembers what was taken. */
    private static final class Counted implements Leases {
        final List<String> taken = new ArrayList<>();
        private final Leases leases = Leases.sole();

        @Override
        public boolean take(String name) {
            taken.add(name);
            return leases.take(name);
        }

        @Override
        public void give(String name) {
            leases.give(name);
        }

        @Override
        public Set<String> held(String prefix) {
            return leases.held(prefix);
        }

        @Override
        public boolean holds(String name) {
            return leases.holds(name);
        }
    }

    @TempDir
    Path folder;

    private final FakeBroker broker = new FakeBroker();
    private final FakeTime time = new FakeTime();
    private final Counted leases = new Counted();
    private SqlStore store;
    private Groups groups;
    private Topology topology;

    @BeforeEach
    void open() {
        store = TestStore.open(folder);
        groups = new Groups(store);
        topology = new Topology(groups, broker, new Places(leases), time);
        groups.register("good", "g");
        groups.register("bad", "g");
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void whatTheBrokerRefusesIsLeftAloneForSecondsAndCostsNoLeaseMeanwhile() {
        broker.refusePlace("bad", "g");
        for (int pass = 0; pass < 5; pass++) topology.complete(List.of("bad", "good"));
        assertThat(topology.has("good")).isTrue();
        assertThat(topology.has("bad")).isFalse();
        assertThat(leases.taken).hasSize(1);
        assertThat(broker.declared()).isEqualTo(2);

        time.pass(Topology.AGAIN);
        for (int pass = 0; pass < 5; pass++) topology.complete(List.of("bad"));
        assertThat(leases.taken).hasSize(2);
        assertThat(broker.declared()).isEqualTo(3);

        broker.refusePlace(null, null);
        time.pass(Topology.AGAIN);
        topology.complete(List.of());
        assertThat(topology.has("bad")).isTrue();
        assertThat(topology.isComplete()).isTrue();
    }

    @Test
    void aGroupThatIsNewIsNotKeptWaitingByOneThatIsRefused() {
        broker.refusePlace("bad", "g");
        topology.complete(List.of("bad", "good"));
        groups.register("good", "new");
        topology.complete(List.of("good"));
        assertThat(topology.has("good")).isTrue();
        assertThat(broker.backlog("good", "new")).isZero();
        assertThat(broker.declared()).isEqualTo(3);
    }

    @Test
    void whatWasRefusedIsTriedAtOnceAfterTheConnectionWasLost() {
        broker.refusePlace("bad", "g");
        topology.complete(List.of("bad", "good"));
        broker.refusePlace(null, null);
        broker.down(true);
        assertThatThrownBy(() -> topology.complete(List.of("bad"))).isInstanceOf(BrokerException.class);
        broker.down(false);
        topology.complete(List.of("bad", "good"));
        assertThat(topology.isComplete()).isTrue();
    }

    @Test
    void whoHasNoConnectionDoesNotTakeTheLeaseFromThoseWhoHave() {
        broker.down(true);
        assertThatThrownBy(() -> topology.complete(List.of("good"))).isInstanceOf(BrokerException.class);
        assertThat(broker.turnedAway()).isEqualTo(1);
        assertThat(leases.taken).isEmpty();
    }

    @Test
    void whatABrokerMayHaveLostIsDeclaredAgainButNotAtEachOfItsRefusals() {
        topology.complete(List.of("good"));
        topology.complete(List.of());
        int before = leases.taken.size();
        for (int pass = 0; pass < 5; pass++) {
            topology.forget(List.of("good"));
            topology.complete(List.of("good"));
        }
        assertThat(leases.taken).hasSize(before + 1);
        assertThat(broker.declared()).isEqualTo(3);
        time.pass(Topology.AGAIN);
        topology.forget(List.of("good"));
        topology.complete(List.of("good"));
        assertThat(broker.declared()).isEqualTo(4);
    }

    @Test
    void aPlaceIsNotKeptOnceSomebodyBeganToRemoveItsGroupUnlessThatWasRemovedWholly() {
        Group group = groups.register("good", "g");
        topology.complete(List.of("good"));
        assertThat(topology.kept(List.of("good"))).isTrue();
        groups.losesItsPlace(group);
        assertThat(topology.kept(List.of("bad"))).isTrue();
        assertThat(topology.kept(List.of("good"))).isFalse();
        store.write(tx -> {
            groups.remove(tx, group);
            return null;
        });
        assertThat(topology.kept(List.of("good"))).isTrue();
    }
}
