package io.serai.bus.kafka;

/** What topics and groups of the bus are called in Kafka. */
record Names(String prefix) {
    String topic(String topic) {
        return prefix + topic;
    }

    /** Holds the topic too: a group of Kafka is one for all topics, a group of the bus is one of its topic. */
    String group(String topic, String group) {
        return prefix + topic + '.' + group;
    }
}
