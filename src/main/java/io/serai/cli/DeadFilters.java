package io.serai.cli;

import picocli.CommandLine.Option;

/** Conditions on dead letters. */
class DeadFilters {
    @Option(names = "--topic", paramLabel = "TOPIC", description = "Of this topic, such as customer.changed.")
    String topic;

    @Option(names = "--group", paramLabel = "NAME", description = "Given up by this group, such as salesforce.")
    String group;

    @Option(names = "--reason", paramLabel = "CODE", description = "For this reason, such as REQUIRED_FIELD_MISSING.")
    String reason;

    @Option(names = "--source", paramLabel = "SYSTEM", description = "Of changes in this system, such as magento-pl.")
    String source;

    @Option(names = "--correlation", paramLabel = "ID", description = "That followed from this inbound message.")
    String correlation;

    @Option(
            names = "--since",
            paramLabel = "WHEN",
            description = "Given up since: 15m, 2h, 3d, or 2026-11-20T10:15:00Z.")
    String since;

    Filters given() {
        return new Filters()
                .add("topic", topic)
                .add("group", group)
                .add("reason", reason)
                .add("source", source)
                .add("correlation", correlation)
                .add("since", since);
    }
}
