package io.serai.connect.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.serai.connect.CallMeter;
import io.serai.message.Priority;
import io.serai.store.SqlStore;
import io.serai.store.StoreException;
import io.serai.store.TestStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two replicas with one credential, each with a limiter of its own, on one store. */
class SharedSupplyTest {
    private static final Limit LIMIT =
            Limit.bucket(10, Duration.ofSeconds(1), 20).reserve(0.2, 0.1).maxWait(Duration.ZERO);

    @TempDir
    Path folder;

    private final FakeTime time = new FakeTime();
    private SqlStore store;

    @BeforeEach
    void open() {
        store = TestStore.open(folder);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void togetherTheyMakeNoMoreCallsThanOneWould() throws Exception {
        Limiter one = replica(LIMIT);
        Limiter other = replica(LIMIT);

        assertThat(calls(Priority.LIVE, one, other)).isEqualTo(20);
        int later = 0;
        for (int second = 0; second < 10; second++) {
            time.pass("1S");
            later += calls(Priority.LIVE, one, other);
        }
        assertThat(later).isBetween(90, 100);
    }

    @Test
    void manyThreadsOfBothNeverGetMore() throws Exception {
        List<Limiter> replicas = List.of(replica(LIMIT), replica(LIMIT));
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Boolean>> calls = new ArrayList<>();
            for (int i = 0; i < 80; i++) {
                Limiter limiter = replicas.get(i % 2);
                calls.add(() -> enters(limiter, Priority.LIVE));
            }
            int entered = 0;
            for (Future<Boolean> call : threads.invokeAll(calls)) if (call.get()) entered++;
            assertThat(entered).isBetween(1, 20);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void theStoreIsWrittenForASliceAndNotForACall() throws Exception {
        Limiter one = replica(Limit.bucket(100, Duration.ofSeconds(1), 100).maxWait(Duration.ZERO));
        calls(Priority.LIVE, one);
        for (int second = 0; second < 3; second++) {
            time.pass("1S");
            for (int i = 0; i < 50; i++) enters(one, Priority.LIVE);
        }
        time.pass("1S");
        enters(one, Priority.LIVE);
        double before = tokens();

        for (int i = 0; i < 20; i++) assertThat(enters(one, Priority.LIVE)).isTrue();

        assertThat(tokens()).isEqualTo(before);
    }

    @Test
    void aBackfillOfOneReplicaLeavesTheReserveToTheOther() throws Exception {
        Limiter one = replica(LIMIT);
        Limiter other = replica(LIMIT);

        assertThat(calls(Priority.BACKFILL, one)).isEqualTo(20 - 6);
        assertThat(calls(Priority.BACKFILL, other)).isZero();
        assertThat(calls(Priority.LIVE, other)).isEqualTo(6);
    }

    @Test
    void whatOneReplicaDidNotUseIsNotSavedUpForLater() throws Exception {
        Limiter one = replica(LIMIT);
        calls(Priority.LIVE, one);
        time.pass("1S");
        calls(Priority.LIVE, one); // from now on it asks for ten
        time.pass("1S");
        assertThat(enters(one, Priority.LIVE)).isTrue();
        time.pass("1H");

        assertThat(calls(Priority.LIVE, one)).isEqualTo(20);
    }

    @Test
    void aRefusalThatOneReplicaGotClosesForTheOther() throws Exception {
        for (Limit limit : List.of(LIMIT, Limit.none().maxWait(Duration.ZERO))) {
            Limiter one = replica(limit);
            Limiter other = replica(limit);
            assertThat(enters(one, Priority.LIVE)).isTrue();
            assertThat(enters(other, Priority.LIVE)).isTrue();

            one.answered(new Answer(429, Map.of("Retry-After", "30")::get, null));
            await().atMost(Duration.ofMinutes(2)).until(() -> closedUntil() > time.millis());
            time.pass("1S");

            assertThat(refusal(other)).isEqualTo(Duration.ofSeconds(29));
            assertThat(refusal(replica(limit))).isEqualTo(Duration.ofSeconds(29));
            time.pass("30S");
            assertThat(enters(other, Priority.LIVE)).isTrue();
        }
    }

    @Test
    void whatTheVendorSaysToOneReplicaCorrectsTheSharedBucket() throws Exception {
        Limiter one = replica(LIMIT, "hubspot");
        Limiter other = replica(LIMIT, "hubspot");
        assertThat(enters(one, Priority.LIVE)).isTrue();

        one.answered(new Answer(200, Map.of("X-HubSpot-RateLimit-Remaining", "3")::get, null));

        assertThat(calls(Priority.LIVE, one)).isEqualTo(3);
        assertThat(calls(Priority.LIVE, other)).isZero();
    }

    @Test
    void withoutTheStoreNoCallIsMade() throws Exception {
        Limiter one = replica(LIMIT);
        store.close();

        assertThatThrownBy(() -> one.enter(Priority.LIVE)).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> one.enter(Priority.LIVE)).isInstanceOf(StoreException.class);
        assertThat(one.waiting()).isZero();
    }

    private Limiter replica(Limit limit) {
        return replica(limit, "magento");
    }

    private Limiter replica(Limit limit, String kind) {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        return new Limiter(
                "shop",
                limit,
                VendorQuota.of(kind, time).correction(),
                new SharedSupply(limit, new QuotaTable("shop", () -> store, time), time.getAsLong()),
                new QuotaMeter("shop", meters, new CallMeter(meters)),
                time);
    }

    /** How many calls they can make by turns until both are refused. */
    private static int calls(Priority priority, Limiter... limiters) throws IOException {
        int calls = 0;
        boolean any = true;
        while (any) {
            any = false;
            for (Limiter limiter : limiters)
                if (enters(limiter, priority)) {
                    any = true;
                    calls++;
                }
        }
        return calls;
    }

    private static boolean enters(Limiter limiter, Priority priority) throws IOException {
        try (Limiter.Call call = limiter.enter(priority)) {
            return call != null;
        } catch (QuotaExceededException e) {
            return false;
        }
    }

    private static Duration refusal(Limiter limiter) {
        Duration[] after = new Duration[1];
        assertThatThrownBy(() -> limiter.enter(Priority.LIVE))
                .isInstanceOfSatisfying(QuotaExceededException.class, refusal -> after[0] = refusal.retryAfter());
        return after[0];
    }

    private double tokens() {
        return store.read(tx -> tx.first("SELECT tokens FROM quota", row -> row.getDouble(1)))
                .orElseThrow();
    }

    private long closedUntil() {
        return store.read(tx -> tx.first("SELECT closed FROM quota", row -> row.getLong(1)))
                .orElse(0L);
    }
}
