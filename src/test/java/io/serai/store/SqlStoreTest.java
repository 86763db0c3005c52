package io.serai.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlStoreTest {
    private static final String INSERT =
            "INSERT INTO idempotency (scope, id, done, owner, until) VALUES ('t', ?, 1, 'me', 0)";

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

    private long rows() {
        return store.read(tx -> tx.first("SELECT count(*) FROM idempotency", row -> row.getLong(1)))
                .orElseThrow();
    }

    @Test
    void whatWasWrittenIsReadByAnyConnectionOnceWriteReturns() {
        store.write(tx -> tx.update(INSERT, "a"));
        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void aUnitThatFailsIsRolledBackAloneWhileItsNeighboursInTheGroupAreKept() {
        List<CompletionStage<Integer>> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            String id = "id" + i;
            boolean fails = i % 10 == 3;
            all.add(store.submit(tx -> {
                int count = tx.update(INSERT, id);
                if (fails) throw new IllegalStateException("this one fails");
                return count;
            }));
        }
        long failed = all.stream()
                .map(CompletionStage::toCompletableFuture)
                .filter(stage -> stage.handle((value, e) -> e != null).join())
                .count();
        assertThat(failed).isEqualTo(10);
        assertThat(rows()).isEqualTo(90);
    }

    @Test
    void aWriteInsideAWriteJoinsItsTransaction() {
        assertThatThrownBy(() -> store.write(tx -> {
                    store.write(inner -> inner.update(INSERT, "inner"));
                    throw new IllegalArgumentException("outer fails");
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("outer fails");
        assertThat(rows()).isZero();
    }

    @Test
    void anSqlErrorSaysWhatTheDatabaseRefused() {
        assertThatThrownBy(() -> store.write(tx -> tx.update("INSERT INTO nowhere VALUES (1)")))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("nowhere");
    }

    @Test
    void afterCommitRunsOnlyForUnitsThatWereKept() {
        AtomicBoolean kept = new AtomicBoolean();
        AtomicBoolean rolledBack = new AtomicBoolean();
        CompletableFuture<Object> failing = store.submit(tx -> {
                    tx.afterCommit(() -> rolledBack.set(true));
                    throw new IllegalStateException();
                })
                .toCompletableFuture();
        store.write(tx -> {
            tx.afterCommit(() -> kept.set(true));
            return null;
        });
        assertThat(failing).isCompletedExceptionally();
        assertThat(kept).isTrue();
        assertThat(rolledBack).isFalse();
    }

    @Test
    void anActionAfterTheCommitThatFailsKeepsNobodyWaiting() {
        List<CompletionStage<Integer>> all = new ArrayList<>();
        AtomicBoolean next = new AtomicBoolean();
        for (int i = 0; i < 20; i++) {
            String id = "after" + i;
            all.add(store.submit(tx -> {
                tx.afterCommit(() -> {
                    throw new IllegalStateException("the action fails");
                });
                tx.afterCommit(() -> next.set(true));
                return tx.update(INSERT, id);
            }));
        }
        all.forEach(stage -> assertThat(stage.toCompletableFuture()
                        .orTimeout(1, TimeUnit.MINUTES)
                        .join())
                .isEqualTo(1));
        assertThat(rows()).isEqualTo(20);
        assertThat(next).isTrue();
    }

    @Test
    void whoComesWhenTheStoreIsClosedIsToldSo() {
        store.close();
        assertThatThrownBy(() -> store.write(tx -> tx.update(INSERT, "late")))
                .isInstanceOf(StoreException.class)
                .hasMessage("the store is closed");
    }

    @Test
    void urgentWorkGoesFirstAndTheOtherIsNeverLeftOut() throws InterruptedException {
        assumeFalse(TestStore.onPostgresql(), "several threads write, so that nothing is known of the order");
        List<String> order = new java.util.concurrent.CopyOnWriteArrayList<>();
        java.util.concurrent.CountDownLatch release = new java.util.concurrent.CountDownLatch(1);
        store.submit(
                tx -> { // keeps the writing thread, so that the others wait together
                    try {
                        return release.await(10, java.util.concurrent.TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                });
        List<CompletionStage<Boolean>> all = new ArrayList<>();
        for (int i = 0; i < 3; i++) all.add(store.submit(tx -> order.add("ordinary")));
        for (int i = 0; i < 3; i++) all.add(store.submit(tx -> order.add("urgent"), true));
        release.countDown();
        all.forEach(stage -> stage.toCompletableFuture().join());
        assertThat(order).hasSize(6).containsOnly("urgent", "ordinary");
        assertThat(order.subList(order.indexOf("urgent"), order.indexOf("urgent") + 3))
                .containsOnly("urgent");
    }

    @Test
    void aStoreThatIsOpenedAgainHasWhatWasWritten() {
        store.write(tx -> tx.update(INSERT, "a"));
        store.close();
        store = TestStore.open(folder);
        assertThat(rows()).isEqualTo(1);
    }
}
