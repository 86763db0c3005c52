package io.serai.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.Needs;
import io.serai.sandbox.SandboxOptions;
import io.serai.store.TestPostgresql;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** Several replicas on one PostgreSQL: each schedule runs on one of them, and moves when that one is killed or stopped. */
@Tag("long")
class SchedulesRunOnceIT {
    private static final int SCHEDULES = 6; // customers, orders and products of two shops

    @TempDir
    Path folder;

    private final Map<String, RuntimeProcess> replicas = new LinkedHashMap<>();
    private final Vendors vendors = new Vendors(SandboxOptions.defaults().withSeed(SandboxOptions.Seed.NOTHING));
    private PostgreSQLContainer postgresql;

    @BeforeAll
    static void needsDocker() {
        Needs.docker();
    }

    @AfterEach
    void stop() {
        replicas.values().forEach(RuntimeProcess::close);
        vendors.close();
        if (postgresql != null) postgresql.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void eachScheduleRunsOnOneReplicaAndMovesWhenThatEnds(int count) throws Exception {
        postgresql = TestPostgresql.container();
        postgresql.start();
        for (int i = 1; i <= count; i++) launch("replica-" + i);
        patiently().until(() -> replicas.values().stream().allMatch(RuntimeProcess::ready));
        assertThat(migrations()).isNotEmpty().allMatch(times -> times == 1);
        oneRunsEach();

        String killed = holders().values().iterator().next();
        replicas.remove(killed).kill();
        assertThat(longestLease()).isLessThanOrEqualTo(Duration.ofSeconds(10));
        oneRunsEach();

        if (count == 2) return;
        String stopped = holders().values().iterator().next();
        RuntimeProcess last = replicas.remove(stopped);
        last.terminate();
        last.awaitEnd();
        assertThat(holders()).as("a lease that was not given back").doesNotContainValue(stopped);
        oneRunsEach();
    }

    private void launch(String name) throws Exception {
        RuntimeProcess replica = new RuntimeProcess(Files.createDirectories(folder.resolve(name)))
                .vendors(vendors.url())
                .set("serai.instance", name)
                .set("serai.store.kind", "postgresql")
                .set("serai.store.url", postgresql.getJdbcUrl())
                .set("serai.store.username", postgresql.getUsername())
                .set(
                        "serai.store.password-file",
                        Files.writeString(folder.resolve("password"), postgresql.getPassword() + "\n")
                                .toString());
        replicas.put(name, replica.launch());
    }

    private static ConditionFactory patiently() {
        return await().atMost(Duration.ofMinutes(5)).pollInterval(Duration.ofMillis(500));
    }

    /** Watches until every schedule ran three times more while nobody's lease moved; then only its holder may have run it. */
    private void oneRunsEach() {
        patiently().until(() -> {
            Map<String, String> holders = holders();
            if (holders.size() < SCHEDULES || !replicas.keySet().containsAll(holders.values())) return false;
            Map<String, List<String>> ran = new TreeMap<>();
            Map<String, Map<String, Double>> before = runs(holders);
            patiently().until(() -> {
                Map<String, Map<String, Double>> now = runs(holders);
                if (!holders().equals(holders)) return true; // begin again
                now.forEach((schedule, byReplica) -> ran.put(schedule, grown(before.get(schedule), byReplica)));
                return now.entrySet().stream()
                        .allMatch(each -> sum(each.getValue()) >= sum(before.get(each.getKey())) + 3);
            });
            if (!holders().equals(holders)) return false;
            ran.forEach((schedule, by) -> assertThat(by).as(schedule).containsExactly(holders.get(schedule)));
            return true;
        });
    }

    private static List<String> grown(Map<String, Double> before, Map<String, Double> now) {
        List<String> grown = new ArrayList<>();
        now.forEach((replica, runs) -> {
            if (runs > before.get(replica)) grown.add(replica);
        });
        return grown;
    }

    private static double sum(Map<String, Double> byReplica) {
        return byReplica.values().stream().mapToDouble(runs -> runs).sum();
    }

    /** By schedule and replica. */
    private Map<String, Map<String, Double>> runs(Map<String, String> schedules) {
        Map<String, Map<String, Double>> all = new TreeMap<>();
        for (String lease : schedules.keySet()) {
            String[] name = lease.split("/");
            String label = "schedule=\"" + name[1] + "\",system=\"" + name[2] + "\"";
            Map<String, Double> byReplica = new TreeMap<>();
            replicas.forEach((replica, runtime) ->
                    byReplica.put(replica, runtime.metrics("serai_flow_schedule_runs_total", label)));
            all.put(lease, byReplica);
        }
        return all;
    }

    /** Which replica has which schedule, as the database knows it. */
    private Map<String, String> holders() throws SQLException {
        Map<String, String> holders = new TreeMap<>();
        query(
                "SELECT name, split_part(owner, '#', 1) FROM lease WHERE name LIKE 'schedule/%'",
                row -> holders.put(row.getString(1), row.getString(2)));
        return holders;
    }

    private Duration longestLease() throws SQLException {
        List<Duration> longest = new ArrayList<>();
        query(
                "SELECT COALESCE(MAX(until), 0) - CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT) FROM lease",
                row -> longest.add(Duration.ofMillis(row.getLong(1))));
        return longest.get(0);
    }

    /** How often each migration was applied. */
    private List<Integer> migrations() throws SQLException {
        List<Integer> times = new ArrayList<>();
        query(
                "SELECT COUNT(*) FROM flyway_schema_history WHERE success AND version IS NOT NULL GROUP BY version",
                row -> times.add(row.getInt(1)));
        return times;
    }

    @FunctionalInterface
    private interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    private void query(String sql, RowReader reader) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        postgresql.getJdbcUrl(), postgresql.getUsername(), postgresql.getPassword());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) reader.read(rows);
        }
    }
}
