package io.serai.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes on one database, where it takes more than one; else one, whose units run one after the other. */
class ConcurrentWritersTest {
    @TempDir
    Path folder;

    private SqlStore one;
    private SqlStore other;

    @BeforeEach
    void open() {
        one = TestStore.open(folder);
        other = TestStore.openBeside(one, folder);
        one.write(tx -> tx.update("CREATE TABLE counter (id TEXT PRIMARY KEY, value INTEGER NOT NULL)"));
        one.write(tx -> tx.update("INSERT INTO counter (id, value) VALUES ('a', 0), ('b', 0)"));
    }

    @AfterEach
    void close() {
        other.close();
        one.close();
    }

    private int value(String id) {
        return one.read(tx -> tx.first("SELECT value FROM counter WHERE id = ?", row -> row.getInt(1), id))
                .orElseThrow();
    }

    private static int add(Tx tx, String id) throws java.sql.SQLException {
        return tx.update("UPDATE counter SET value = value + 1 WHERE id = ?", id);
    }

    @Test
    void whoLocksANameReadsWhatTheLastHolderWrote() throws Exception {
        List<Callable<Integer>> all = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            SqlStore store = i % 2 == 0 ? one : other;
            List<String> names = new ArrayList<>(List.of("test:a", "test:b", "test:" + i));
            Collections.shuffle(names, new java.util.Random(i));
            all.add(() -> store.write(tx -> {
                tx.lock(names);
                int before = tx.first("SELECT value FROM counter WHERE id = 'a'", row -> row.getInt(1))
                        .orElseThrow();
                return tx.update("UPDATE counter SET value = ? WHERE id = 'a'", before + 1);
            }));
        }
        Concurrently.run(all);
        assertThat(value("a")).isEqualTo(40);
    }

    @Test
    void unitsThatMeetInADeadlockAreRunAgainAndBothAreKept() throws Exception {
        assumeTrue(TestStore.onPostgresql(), "the units of SQLite never meet");
        CyclicBarrier bothHoldOne = new CyclicBarrier(2);
        AtomicInteger runs = new AtomicInteger();
        List<Callable<Integer>> all = List.of(
                () -> one.write(tx -> crossing(tx, "a", "b", bothHoldOne, runs)),
                () -> other.write(tx -> crossing(tx, "b", "a", bothHoldOne, runs)));
        Concurrently.run(all);
        assertThat(runs).hasValue(3);
        assertThat(value("a")).isEqualTo(2);
        assertThat(value("b")).isEqualTo(2);
    }

    private static int crossing(Tx tx, String first, String second, CyclicBarrier met, AtomicInteger runs)
            throws java.sql.SQLException {
        int run = runs.incrementAndGet();
        add(tx, first);
        try {
            if (run <= 2) met.await(2, TimeUnit.MINUTES);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return add(tx, second);
    }

    @Test
    void aUnitWhoseConnectionBreaksIsRunAgainOnAnother() {
        assumeTrue(TestStore.onPostgresql(), "SQLite has no connections that break");
        AtomicInteger runs = new AtomicInteger();
        one.write(tx -> {
            add(tx, "a");
            if (runs.incrementAndGet() == 1) breakConnection(tx);
            return add(tx, "b");
        });
        assertThat(runs).hasValue(2);
        assertThat(value("a")).isEqualTo(1);
        assertThat(value("b")).isEqualTo(1);
    }

    @Test
    void aDatabaseThatEndsAllConnectionsNeedsNoRestartOfThisProcess() throws Exception {
        assumeTrue(TestStore.onPostgresql(), "SQLite has no connections that break");
        List<Callable<Integer>> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) all.add(() -> one.write(tx -> add(tx, "a")));
        Concurrently.run(all);
        other.write(tx -> tx.query(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE datname = current_database() AND pid <> pg_backend_pid()",
                row -> row.getBoolean(1)));
        assertThat(value("a")).isEqualTo(8);
        Concurrently.run(all);
        assertThat(value("a")).isEqualTo(16);
    }

    private void breakConnection(Tx tx) throws java.sql.SQLException {
        int backend = tx.first("SELECT pg_backend_pid()", row -> row.getInt(1)).orElseThrow();
        assertThat(other.<Boolean>write(
                        tx2 -> tx2.first("SELECT pg_terminate_backend(?)", row -> row.getBoolean(1), backend)
                                .orElseThrow()))
                .isTrue();
    }

    @Test
    void anErrorTextShowsNoValues() {
        one.write(tx -> tx.update("CREATE TABLE person (mail TEXT PRIMARY KEY)"));
        one.write(tx -> tx.update("INSERT INTO person VALUES ('ann@example.com')"));
        assertThatThrownBy(() -> one.write(tx -> tx.update("INSERT INTO person VALUES (?)", "ann@example.com")))
                .isInstanceOf(StoreException.class)
                .hasMessageNotContaining("ann@example.com");
    }

    @Test
    void aTextWithACharacterThatTheDatabaseDoesNotKnowIsStoredAllTheSame() {
        one.write(tx -> tx.update("INSERT INTO counter (id, value) VALUES (?, 7)", "nul\0char"));
        List<String> stored =
                one.read(tx -> tx.query("SELECT id FROM counter WHERE value = 7", row -> row.getString(1)));
        assertThat(stored).singleElement().asString().startsWith("nul");
    }
}
