package io.serai.store.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.serai.store.SqlStore;
import io.serai.store.StoreException;
import io.serai.store.TestStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeasesTest {
    /** For tests that wait for the end of a lease. */
    private static final Duration SHORT = Duration.ofSeconds(2);

    private static final Duration LONG = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    private SqlStore store;

    @BeforeEach
    void open() {
        store = TestStore.open(folder);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private SharedLeases process(String owner) {
        return process(owner, SharedLeases.LIFE);
    }

    private SharedLeases process(String owner, Duration life) {
        assumeTrue(TestStore.onPostgresql(), "SQLite belongs to one process");
        return new SharedLeases(store, owner, life);
    }

    @Test
    void aProcessAloneHasWhatItTakesUntilItGivesItBack() {
        Leases leases = TestLeases.of(store);
        assertThat(leases.holds("a")).isFalse();
        assertThat(leases.take("a")).isTrue();
        assertThat(leases.take("a")).isTrue();
        assertThat(leases.holds("a")).isTrue();
        leases.give("a");
        assertThat(leases.holds("a")).isFalse();
    }

    @Test
    void ofSeveralProcessesThatTakeALeaseAtOnceOneHasIt() throws Exception {
        List<SharedLeases> processes = new ArrayList<>();
        for (int i = 0; i < 8; i++) processes.add(process("p" + i));
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Boolean>> all = processes.stream()
                    .<Callable<Boolean>>map(each -> () -> each.take("a"))
                    .toList();
            int granted = 0;
            for (Future<Boolean> each : threads.invokeAll(all)) if (each.get()) granted++;
            assertThat(granted).isEqualTo(1);
            assertThat(processes.stream().filter(each -> each.holds("a"))).hasSize(1);
        } finally {
            threads.shutdownNow();
            processes.forEach(SharedLeases::close);
        }
    }

    @Test
    void whatIsGivenBackIsFreeAtOnceAndWhatAnotherHoldsCannotBeGivenAway() {
        try (SharedLeases one = process("one");
                SharedLeases other = process("other")) {
            assertThat(one.take("a")).isTrue();
            assertThat(other.take("a")).isFalse();
            other.give("a");
            assertThat(other.take("a")).isFalse();
            one.give("a");
            assertThat(other.take("a")).isTrue();
            assertThat(one.holds("a")).isFalse();
        }
    }

    @Test
    void aLeaseIsRenewedWhileItsHolderLives() {
        try (SharedLeases one = process("one", SHORT)) {
            AtomicLong since = new AtomicLong(System.nanoTime());
            assertThat(one.take("a")).isTrue();
            await().atMost(LONG).pollInterval(Duration.ofMillis(50)).until(() -> {
                if (!one.holds("a")) { // this machine stood still
                    since.set(System.nanoTime());
                    one.take("a");
                }
                long held = System.nanoTime() - since.get();
                return held > SHORT.plusSeconds(1).toNanos() && one.holds("a");
            });
        }
    }

    /** A store that cannot be written any more stands for a process that was killed, or cut off. */
    @Test
    void aHolderThatCannotRenewLosesItBeforeAnotherHasIt() {
        SqlStore cutOff = TestStore.open(folder);
        SharedLeases one = new SharedLeases(cutOff, "one", SHORT);
        try (SharedLeases other = process("other", SHORT)) {
            assertThat(one.take("a")).isTrue();
            cutOff.close();
            await().atMost(LONG).pollInterval(Duration.ofMillis(50)).until(() -> {
                boolean taken = other.take("a");
                assertThat(taken && one.holds("a")).isFalse();
                return taken;
            });
            assertThatThrownBy(() -> one.take("a")).isInstanceOf(StoreException.class);
        } finally {
            one.close();
            cutOff.close();
        }
    }
}
