package io.serai.connect.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.message.Priority;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bucket alone, on a clock that is set by hand. */
class LimitTest {
    private static final Limit TEN = Limit.bucket(10, Duration.ofSeconds(1), 5).reserve(0.4, 0.2);

    private final FakeTime time = new FakeTime();

    @Test
    void aFullBucketGivesItsBurstAndThenOneCallAtATime() {
        OwnSupply supply = new OwnSupply(TEN, time.getAsLong());

        for (int i = 0; i < 5; i++) assertThat(take(supply, Priority.LIVE)).isZero();
        assertThat(take(supply, Priority.LIVE)).isEqualTo(Duration.ofMillis(100).toNanos());
        time.pass("0.1S");
        assertThat(take(supply, Priority.LIVE)).isZero();
        assertThat(take(supply, Priority.LIVE)).isPositive();
    }

    @Test
    void aRestSavesUpNoMoreThanTheBurst() {
        OwnSupply supply = new OwnSupply(TEN, time.getAsLong());
        time.pass("24H");

        assertThat(taken(supply, Priority.LIVE)).isEqualTo(5);
    }

    @Test
    void whatIsLessUrgentLeavesAReserve() {
        assertThat(taken(new OwnSupply(TEN, time.getAsLong()), Priority.LIVE)).isEqualTo(5);
        assertThat(taken(new OwnSupply(TEN, time.getAsLong()), Priority.REPLAY)).isEqualTo(3);
        assertThat(taken(new OwnSupply(TEN, time.getAsLong()), Priority.BACKFILL))
                .isEqualTo(2);
    }

    @Test
    void theSmallestBucketHasACallForABackfillWhenItIsFull() {
        Limit one = Limit.bucket(1, Duration.ofMinutes(1), 1).reserve(0.5, 0.4);

        assertThat(taken(new OwnSupply(one, time.getAsLong()), Priority.BACKFILL))
                .isEqualTo(1);
    }

    @Test
    void whatTheVendorSaysIsLeftLowersTheBucketAndNeverRaisesIt() {
        OwnSupply supply = new OwnSupply(TEN, time.getAsLong());
        supply.left(2);
        supply.left(4);

        assertThat(taken(supply, Priority.LIVE)).isEqualTo(2);
    }

    @Test
    void withoutALimitEveryCallGoes() {
        OwnSupply supply = new OwnSupply(Limit.none(), time.getAsLong());
        supply.left(0);

        for (int i = 0; i < 1_000; i++)
            assertThat(take(supply, Priority.BACKFILL)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"100,10S", "350,60S", "6000,5M", "150,30S", "7,1S", "1,1S"})
    void noWindowSeesMoreCallsThanTheVendorAllowsHoweverTheyAreSpread(int requests, String window) {
        Duration per = Duration.parse("PT" + window);
        OwnSupply supply = new OwnSupply(Limit.window(requests, per), time.getAsLong());
        Deque<Long> calls = new ArrayDeque<>();
        int most = 0;
        for (int step = 0; step < 2_000; step++) {
            if (step % 500 == 300) time.pass(per); // a rest, after which the bucket is full
            while (take(supply, Priority.LIVE) == 0) calls.add(time.getAsLong());
            while (!calls.isEmpty() && time.getAsLong() - calls.peek() >= per.toNanos()) calls.remove();
            most = Math.max(most, calls.size());
            time.pass(per.dividedBy(100));
        }

        assertThat(most).isBetween((int) (requests * 0.8), requests);
    }

    private int taken(Supply supply, Priority priority) {
        int taken = 0;
        while (take(supply, priority) == 0) taken++;
        return taken;
    }

    private long take(Supply supply, Priority priority) {
        return supply.take(priority, 0, time.getAsLong());
    }
}
