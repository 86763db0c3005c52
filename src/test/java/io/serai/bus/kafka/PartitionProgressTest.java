package io.serai.bus.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PartitionProgressTest {
    private final PartitionProgress progress = new PartitionProgress();

    @Test
    void nothingIsCommittedWhileNothingIsAcknowledged() {
        handOver(5, 6);

        assertThat(progress.settled()).isEmpty();
        assertThat(progress.open()).isEqualTo(2);
    }

    @Test
    void commitsTheOffsetAfterTheLastOneOfAnUnbrokenRow() {
        handOver(5, 6, 7);

        progress.acknowledge(5);
        progress.acknowledge(6);

        assertThat(progress.settled()).hasValue(7);
    }

    @Test
    void whatIsAcknowledgedTooEarlyWaitsForThoseBeforeIt() {
        handOver(5, 6, 7);

        progress.acknowledge(7);
        progress.acknowledge(6);
        assertThat(progress.settled()).isEmpty();

        progress.acknowledge(5);
        assertThat(progress.settled()).hasValue(8);
    }

    @Test
    void gapsOfACompactedTopicAreNotWaitedFor() {
        handOver(5, 9);

        progress.acknowledge(5);
        assertThat(progress.settled()).hasValue(9);

        progress.acknowledge(9);
        assertThat(progress.settled()).hasValue(10);
    }

    @Test
    void whatIsCommittedIsNotCommittedAgain() {
        handOver(5);
        progress.acknowledge(5);
        progress.committed(6);

        assertThat(progress.settled()).isEmpty();

        handOver(6);
        progress.acknowledge(6);
        assertThat(progress.settled()).hasValue(7);
    }

    @Test
    void aCommitThatIsOvertakenMovesNothingBack() {
        handOver(5, 6);
        progress.acknowledge(5);
        progress.acknowledge(6);
        progress.committed(7);
        progress.committed(6);

        assertThat(progress.settled()).isEmpty();
    }

    @Test
    void acknowledgingTwiceIsAcknowledgingOnce() {
        handOver(5, 6);
        progress.acknowledge(5);
        progress.acknowledge(5);

        assertThat(progress.open()).isEqualTo(1);
        assertThat(progress.settled()).hasValue(6);
    }

    @Test
    void inWhicheverOrderNothingUnacknowledgedIsEverBeforeTheCommit() {
        List<Long> open = new ArrayList<>();
        for (long offset = 100; offset < 600; offset++) {
            progress.handOver(offset);
            open.add(offset);
        }
        List<Long> order = new ArrayList<>(open);
        Collections.shuffle(order, new Random(4));

        for (long offset : order) {
            progress.acknowledge(offset);
            open.remove(offset);
            OptionalLong settled = progress.settled();
            long expected = open.isEmpty() ? 600 : Collections.min(open);
            if (expected == 100) assertThat(settled).isEmpty();
            else assertThat(settled).hasValue(expected);
        }
    }

    private void handOver(long... offsets) {
        for (long offset : offsets) progress.handOver(offset);
    }
}
