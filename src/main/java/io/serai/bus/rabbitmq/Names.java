package io.serai.bus.rabbitmq;

import io.serai.message.Message;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Queues and routing keys. A group has a queue per partition, {@code serai.customer.changed.salesforce.0} and so on; a message goes to
 * the partition of its subject by the routing key {@code customer.changed.p0}. The plain topic as routing key, as others may write it,
 * leads to partition 0. Whoever wants to read all binds a queue of their own to {@code customer.changed.#}.
 */
record Names(String exchange, int partitions) {

    /** The group's queues, in the order of their partitions. */
    List<String> queues(String topic, String group) {
        return IntStream.range(0, partitions)
                .mapToObj(partition -> queue(topic, group, partition))
                .toList();
    }

    String queue(String topic, String group, int partition) {
        return exchange + '.' + topic + '.' + group + '.' + partition;
    }

    /** What the queue of the partition is bound to. */
    List<String> bindings(String topic, int partition) {
        String own = topic + ".p" + partition;
        return partition == 0 ? List.of(own, topic) : List.of(own);
    }

    String routingKey(Message message) {
        String key = message.subject() == null ? message.id() : message.subject();
        return message.type() + ".p" + Math.floorMod(key.hashCode() * 0x9E3779B9, partitions);
    }
}
