package io.serai.bus.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final TopicPartition FIRST = new TopicPartition("orders", 0);
    private static final TopicPartition SECOND = new TopicPartition("orders", 1);
    private final Progress progress = new Progress(4, 2);

    @Test
    void theWindowIsOneForAllPartitions() {
        progress.of(FIRST).handOver(0);
        progress.of(SECOND).handOver(0);
        assertThat(progress.room()).isTrue();

        progress.of(SECOND).handOver(1);
        assertThat(progress.room()).as("two more could come").isFalse();

        progress.of(FIRST).acknowledge(0);
        assertThat(progress.room()).isTrue();
    }

    @Test
    void aLostPartitionTakesNoRoomAndIsNotCommitted() {
        PartitionProgress lost = progress.of(FIRST);
        lost.handOver(0);
        lost.handOver(1);
        progress.forget(List.of(FIRST));

        lost.acknowledge(0);

        assertThat(progress.open()).isZero();
        assertThat(progress.settled(List.of(FIRST))).isEmpty();
    }

    @Test
    void aPartitionThatComesBackBeginsAnew() {
        PartitionProgress before = progress.of(FIRST);
        before.handOver(0);
        progress.forget(List.of(FIRST));
        progress.of(FIRST).handOver(0);

        before.acknowledge(0);
        assertThat(progress.settled(List.of(FIRST))).isEmpty();

        progress.of(FIRST).acknowledge(0);
        assertThat(progress.settled(List.of(FIRST))).containsEntry(FIRST, new OffsetAndMetadata(1));
    }

    @Test
    void thereIsNoRoomOnceItCloses() {
        progress.close();

        assertThat(progress.room()).isFalse();
    }
}
