/**
 * Kafka as the bus's broker, through camel-kafka: a topic per bus topic, a consumer group per group, CloudEvents in binary mode, so
 * that any client reads and writes the same topics. Offsets are committed only after the acknowledgement (Invariant 2).
 */
package io.serai.bus.kafka;
