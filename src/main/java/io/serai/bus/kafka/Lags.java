package io.serai.bus.kafka;

import io.serai.bus.broker.BrokerException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;

/**
 * What waits for each group: what its topic holds beyond what it has committed. All groups are asked for at once, and their answers
 * kept for some seconds. Thread-safe.
 */
final class Lags {
    private static final long FRESH = Duration.ofSeconds(2).toNanos();
    private static final long UNKNOWN = -1;

    /** Group of Kafka and its topic. */
    private record Reader(String group, String topic) {}

    private final Cluster cluster;
    private final Map<Reader, Long> known = new HashMap<>();
    private long asked = System.nanoTime();

    Lags(Cluster cluster) {
        this.cluster = cluster;
    }

    /** Negative when it is not known. */
    synchronized long of(String group, String topic) {
        Reader reader = new Reader(group, topic);
        boolean added = known.putIfAbsent(reader, UNKNOWN) == null;
        if (added || System.nanoTime() - asked > FRESH) {
            refresh();
            asked = System.nanoTime();
        }
        return known.get(reader);
    }

    private void refresh() {
        if (!cluster.connected()) { // the answer would come late, and be none
            known.replaceAll((reader, unused) -> UNKNOWN);
            return;
        }
        try {
            List<TopicPartition> partitions = partitions();
            Map<TopicPartition, ListOffsetsResultInfo> ends = offsets(partitions, OffsetSpec.latest());
            Map<TopicPartition, ListOffsetsResultInfo> begins = offsets(partitions, OffsetSpec.earliest());
            Map<String, Map<TopicPartition, OffsetAndMetadata>> committed = committed();
            known.replaceAll(
                    (reader, unused) -> lag(reader, ends, begins, committed.getOrDefault(reader.group, Map.of())));
        } catch (BrokerException e) {
            known.replaceAll((reader, unused) -> UNKNOWN);
        }
    }

    private static long lag(
            Reader reader,
            Map<TopicPartition, ListOffsetsResultInfo> ends,
            Map<TopicPartition, ListOffsetsResultInfo> begins,
            Map<TopicPartition, OffsetAndMetadata> committed) {
        long lag = 0;
        boolean found = false;
        for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end : ends.entrySet()) {
            if (!end.getKey().topic().equals(reader.topic)) continue;
            found = true;
            long begin = begins.get(end.getKey()).offset();
            OffsetAndMetadata done = committed.get(end.getKey());
            lag += Math.max(0, end.getValue().offset() - (done == null ? begin : Math.max(begin, done.offset())));
        }
        return found ? lag : UNKNOWN;
    }

    private List<TopicPartition> partitions() {
        List<String> topics =
                known.keySet().stream().map(Reader::topic).distinct().toList();
        List<TopicPartition> partitions = new ArrayList<>();
        cluster.ask("topics", admin -> admin.listTopics().names()).stream()
                .filter(topics::contains)
                .map(topic -> cluster.ask(
                        "topic " + topic,
                        admin -> admin.describeTopics(List.of(topic))
                                .topicNameValues()
                                .get(topic)))
                .forEach(topic -> add(topic, partitions));
        return partitions;
    }

    private static void add(TopicDescription topic, List<TopicPartition> partitions) {
        for (TopicPartitionInfo partition : topic.partitions())
            partitions.add(new TopicPartition(topic.name(), partition.partition()));
    }

    private Map<TopicPartition, ListOffsetsResultInfo> offsets(List<TopicPartition> partitions, OffsetSpec which) {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.forEach(partition -> asked.put(partition, which));
        return cluster.ask("offsets", admin -> admin.listOffsets(asked).all());
    }

    private Map<String, Map<TopicPartition, OffsetAndMetadata>> committed() {
        Map<String, ListConsumerGroupOffsetsSpec> asked = new HashMap<>();
        known.keySet().forEach(reader -> asked.put(reader.group, new ListConsumerGroupOffsetsSpec()));
        return cluster.ask(
                "groups", admin -> admin.listConsumerGroupOffsets(asked).all());
    }
}
