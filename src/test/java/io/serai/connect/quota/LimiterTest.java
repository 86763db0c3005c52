package io.serai.connect.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.serai.connect.CallMeter;
import io.serai.connect.VendorFailures;
import io.serai.message.Failure;
import io.serai.message.Priority;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LimiterTest {
    /** So slow that nobody who waits looks again by himself while a test runs. */
    private static final Limit ONE_AN_HOUR = Limit.bucket(1, Duration.ofHours(1), 1);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final FakeTime time = new FakeTime();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void aCallThatWouldWaitTooLongIsRefusedWithTheTimeAtWhichItIsWorthTryingAgain() throws Exception {
        Limiter limiter = limiter(Limit.bucket(1, Duration.ofMinutes(1), 1));
        limiter.enter(Priority.LIVE).close();

        assertThatThrownBy(() -> limiter.enter(Priority.LIVE))
                .satisfies(thrown -> assertThat(new VendorFailures().classify(thrown))
                        .isEqualTo(new Failure(
                                true,
                                "quota",
                                "the quota of shop has no live call left for 60 s",
                                Duration.ofMinutes(1))));
        assertThat(refused(Priority.LIVE)).isEqualTo(1);
        time.pass("1M");
        limiter.enter(Priority.LIVE).close();
    }

    @Test
    void thoseWhoAreRefusedTogetherAreNotToReturnTogether() throws Exception {
        Limiter limiter = limiter(Limit.bucket(1, Duration.ofSeconds(1), 1).maxWait(Duration.ZERO));
        limiter.enter(Priority.LIVE).close();

        assertThat(List.of(refusal(limiter), refusal(limiter), refusal(limiter)))
                .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(3));
    }

    @Test
    void whoIsMoreUrgentGoesFirstThoughHeCameLater() throws Exception {
        Limiter limiter = limiter(ONE_AN_HOUR.maxWait(Duration.ofDays(1)));
        limiter.enter(Priority.LIVE).close();
        List<Priority> entered = new CopyOnWriteArrayList<>();
        for (Priority priority : List.of(Priority.BACKFILL, Priority.REPLAY, Priority.LIVE)) {
            int before = limiter.waiting();
            threads.submit(() -> entered.add(enter(limiter, priority)));
            soon().until(() -> limiter.waiting() == before + 1);
        }

        for (int gone = 1; gone <= 3; gone++) {
            time.pass("1H");
            limiter.wake();
            int all = gone;
            soon().until(() -> entered.size() == all);
        }

        assertThat(entered).containsExactly(Priority.LIVE, Priority.REPLAY, Priority.BACKFILL);
        assertThat(meters.get("serai_connect_quota_wait_seconds").timer().totalTime(TimeUnit.HOURS))
                .isEqualTo(1 + 2 + 3);
    }

    @Test
    void aWaitThatGrowsTooLongBecauseOfMoreUrgentCallsEndsInARefusal() throws Exception {
        Limiter limiter = limiter(ONE_AN_HOUR.maxWait(Duration.ofHours(2)));
        limiter.enter(Priority.LIVE).close();
        Future<Priority> backfill = threads.submit(() -> enter(limiter, Priority.BACKFILL));
        soon().until(() -> limiter.waiting() == 1);

        time.pass("1H");
        limiter.enter(Priority.LIVE).close();
        time.pass("1H");
        limiter.enter(Priority.LIVE).close();
        limiter.wake();

        assertThatThrownBy(() -> backfill.get(2, TimeUnit.MINUTES)).hasCauseInstanceOf(QuotaExceededException.class);
    }

    @Test
    void noMoreCallsThanAllowedAreUnderWayAtTheSameTime() throws Exception {
        Limiter limiter = limiter(Limit.none().concurrent(2));
        Limiter.Call first = limiter.enter(Priority.LIVE);
        Limiter.Call second = limiter.enter(Priority.LIVE);
        Future<Priority> third = threads.submit(() -> enter(limiter, Priority.LIVE));
        soon().until(() -> limiter.waiting() == 1);

        second.close();
        second.close();

        assertThat(third.get(2, TimeUnit.MINUTES)).isEqualTo(Priority.LIVE);
        limiter.enter(Priority.LIVE);
        Limiter strict = limiter(Limit.none().concurrent(1).maxWait(Duration.ZERO));
        strict.enter(Priority.LIVE);
        assertThat(refusal(strict)).isEqualTo(Duration.ofSeconds(1));
        first.close();
    }

    @Test
    void anInterruptedCallerLeavesTheLine() throws Exception {
        Limiter limiter = limiter(ONE_AN_HOUR.maxWait(Duration.ofDays(1)));
        limiter.enter(Priority.LIVE).close();
        Future<Priority> caller = threads.submit(() -> enter(limiter, Priority.LIVE));
        soon().until(() -> limiter.waiting() == 1);

        threads.shutdownNow();

        assertThatThrownBy(() -> caller.get(2, TimeUnit.MINUTES)).hasCauseInstanceOf(InterruptedIOException.class);
        assertThat(limiter.waiting()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Priority.class)
    void aRefusalByTheVendorClosesForAllUntilTheTimeItSays(Priority priority) throws Exception {
        Limiter limiter = limiter(Limit.none());
        limiter.answered(answer(429, "Retry-After", "30"));

        assertThat(closed()).isEqualTo(1);
        assertThat(refusal(limiter, priority)).isEqualTo(Duration.ofSeconds(30));
        time.pass("29S");
        limiter.answered(answer(200));
        assertThat(closed()).isEqualTo(1);
        time.pass("1S");
        assertThat(closed()).isZero();
        limiter.enter(priority).close();
    }

    @Test
    void aShorterTimeDoesNotOpenSooner() {
        Limiter limiter = limiter(Limit.none());
        limiter.answered(answer(429, "Retry-After", "60"));
        limiter.answered(answer(503, "Retry-After", "20"));

        assertThat(refusal(limiter)).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void refusalsWithoutATimeCloseForLongerAndLonger() throws Exception {
        Limiter limiter = limiter(Limit.none().maxWait(Duration.ZERO));
        for (long seconds : new long[] {1, 2, 4, 8, 16, 32, 60, 60}) {
            limiter.answered(answer(429));
            limiter.answered(answer(429)); // was under way as well
            assertThat(refusal(limiter)).isEqualTo(Duration.ofSeconds(seconds));
            time.pass(Duration.ofSeconds(seconds));
        }
        limiter.answered(answer(200));

        limiter.answered(answer(429));
        assertThat(refusal(limiter)).isEqualTo(Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @CsvSource({
        "4000,true,true",
        "4499,true,true",
        "4500,true,false",
        "4899,true,false",
        "4900,false,false",
        "5000,false,false"
    })
    void theLastCallsOfTheDayAreForWhatIsLive(int used, boolean replay, boolean backfill) throws Exception {
        Limiter limiter = limiter(Limit.none(), "salesforce");
        limiter.answered(answer(200, "Sforce-Limit-Info", "api-usage=" + used + "/5000"));

        limiter.enter(Priority.LIVE).close();
        assertThat(enters(limiter, Priority.REPLAY)).isEqualTo(replay);
        assertThat(enters(limiter, Priority.BACKFILL)).isEqualTo(backfill);
        assertThat(closed()).isZero();
        assertThat(meters.get("serai_connect_quota_used_ratio").gauge().value()).isEqualTo(used / 5000.0);
    }

    @Test
    void aBackfillThatWasStoppedFindsOutByItselfThatThereAreCallsAgain() throws Exception {
        Limiter limiter = limiter(Limit.none(), "salesforce");
        limiter.answered(answer(200, "Sforce-Limit-Info", "api-usage=4600/5000"));
        assertThat(refusal(limiter, Priority.BACKFILL)).isEqualTo(Duration.ofMinutes(15));

        time.pass("15M");
        limiter.enter(Priority.BACKFILL).close();
        limiter.answered(answer(200, "Sforce-Limit-Info", "api-usage=1200/5000"));

        assertThat(enters(limiter, Priority.BACKFILL)).isTrue();
    }

    @Test
    void itsFiguresAreThereFromTheStart() {
        limiter(Limit.none());

        for (Priority priority : Priority.values())
            assertThat(refused(priority)).isZero();
        assertThat(closed()).isZero();
        assertThat(meters.get("serai_connect_quota_wait_seconds").timer().count())
                .isZero();
    }

    private Limiter limiter(Limit limit) {
        return limiter(limit, "magento");
    }

    private Limiter limiter(Limit limit, String kind) {
        return new Limiter(
                "shop",
                limit,
                VendorQuota.of(kind, time).correction(),
                new OwnSupply(limit, time.getAsLong()),
                new QuotaMeter("shop", meters, new CallMeter(meters)),
                time);
    }

    private static Priority enter(Limiter limiter, Priority priority) throws IOException {
        try (Limiter.Call call = limiter.enter(priority)) {
            assertThat(call).isNotNull();
            return priority;
        }
    }

    private static boolean enters(Limiter limiter, Priority priority) throws IOException {
        try {
            return enter(limiter, priority) == priority;
        } catch (QuotaExceededException e) {
            return false;
        }
    }

    private static Duration refusal(Limiter limiter) {
        return refusal(limiter, Priority.LIVE);
    }

    private static Duration refusal(Limiter limiter, Priority priority) {
        Duration[] after = new Duration[1];
        assertThatThrownBy(() -> limiter.enter(priority))
                .isInstanceOfSatisfying(QuotaExceededException.class, refusal -> after[0] = refusal.retryAfter());
        return after[0];
    }

    private static Answer answer(int status, String... header) {
        Map<String, String> headers = header.length == 0 ? Map.of() : Map.of(header[0], header[1]);
        return new Answer(status, headers::get, null);
    }

    private double refused(Priority priority) {
        return meters.get("serai_connect_quota_refused_total")
                .tags("system", "shop", "priority", priority.label())
                .counter()
                .count();
    }

    private double closed() {
        return meters.get("serai_connect_quota_closed").gauge().value();
    }

    private static org.awaitility.core.ConditionFactory soon() {
        return await().atMost(Duration.ofMinutes(2));
    }
}
