package io.serai.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** The groups of the bus, as {@code flows} and {@code bus} show them. */
final class GroupTable {
    private GroupTable() {}

    static Table of(JsonNode groups) {
        Table table = new Table("TOPIC", "GROUP", "WAITING", "OLDEST", "PARKED", "NEXT TRY", "DEAD", "STATE");
        for (JsonNode group : groups)
            table.row(
                    Text.of(group, "topic"),
                    group.path("group").asText().isEmpty() ? "(nobody)" : Text.of(group, "group"),
                    Text.of(group, "waiting"),
                    Text.age(group, "oldest"),
                    Text.of(group, "parked"),
                    Text.time(group, "nextDue"),
                    Text.of(group, "dead"),
                    state(group));
        return table;
    }

    private static String state(JsonNode group) {
        String state = Text.of(group, "state");
        return group.has("pausedSince") ? state + " for " + Text.age(group, "pausedSince") : state;
    }
}
