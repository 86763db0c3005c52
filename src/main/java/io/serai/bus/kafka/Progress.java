package io.serai.bus.kafka;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * What a consumer has handed over, of the partitions that it owns, and whether it may hand over more. A partition that is lost
 * is forgotten with all that was handed over from it, so that a late acknowledgement changes nothing. Thread-safe.
 */
final class Progress {
    private final int window;
    private final int atOnce;
    private final Map<TopicPartition, PartitionProgress> partitions = new ConcurrentHashMap<>();
    private volatile boolean closing;

    /** @param atOnce most that one poll brings */
    Progress(int window, int atOnce) {
        this.window = window;
        this.atOnce = atOnce;
    }

    PartitionProgress of(TopicPartition partition) {
        return partitions.computeIfAbsent(partition, unused -> new PartitionProgress());
    }

    /** False once the partition is another consumer's, or was and came back. */
    boolean has(TopicPartition partition, PartitionProgress progress) {
        return partitions.get(partition) == progress;
    }

    void forget(Collection<TopicPartition> lost) {
        partitions.keySet().removeAll(lost);
    }

    void forgetAll() {
        partitions.clear();
    }

    /** From now on there is no room. */
    void close() {
        closing = true;
    }

    boolean closing() {
        return closing;
    }

    /** Whether what the next poll may bring fits into the window. */
    boolean room() {
        return !closing && open() + atOnce <= window;
    }

    int open() {
        return open(partitions.keySet());
    }

    int open(Collection<TopicPartition> asked) {
        return partitions.entrySet().stream()
                .filter(entry -> asked.contains(entry.getKey()))
                .mapToInt(entry -> entry.getValue().open())
                .sum();
    }

    /** What is to be committed, of the partitions asked for. */
    Map<TopicPartition, OffsetAndMetadata> settled(Collection<TopicPartition> asked) {
        Map<TopicPartition, OffsetAndMetadata> settled = new HashMap<>();
        for (TopicPartition partition : asked) {
            PartitionProgress progress = partitions.get(partition);
            if (progress != null)
                progress.settled().ifPresent(offset -> settled.put(partition, new OffsetAndMetadata(offset)));
        }
        return settled;
    }

    void committed(Map<TopicPartition, OffsetAndMetadata> offsets) {
        offsets.forEach((partition, offset) -> {
            PartitionProgress progress = partitions.get(partition);
            if (progress != null) progress.committed(offset.offset());
        });
    }
}
