package io.serai.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "engagements", description = "What a customer did, such as clicks and orders, newest first.")
class RecordEngagements implements Callable<Integer> {
    @Mixin
    Output output;

    @Mixin
    RuntimeOptions runtime;

    @ArgGroup(multiplicity = "1")
    WhichRecord which;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "At most so many of a record (${DEFAULT-VALUE}).")
    int limit;

    @Override
    public Integer call() {
        Remote remote = runtime.remote();
        ArrayNode records = JsonNodeFactory.instance.arrayNode();
        for (JsonNode record : which.find(remote))
            records.add(remote.get(
                    "/serai/records/" + Remote.segment(Text.of(record, "id")) + "/engagements",
                    Map.of("limit", Integer.toString(limit))));
        output.show(JsonNodeFactory.instance.objectNode().set("records", records), out -> show(records, out));
        return anything(records) ? Exit.OK : Exit.FOUND;
    }

    private static boolean anything(JsonNode records) {
        for (JsonNode record : records) if (!record.path("engagements").isEmpty()) return true;
        return false;
    }

    private static void show(JsonNode records, PrintWriter out) {
        if (records.isEmpty()) out.println("No such record.");
        for (JsonNode record : records) {
            if (record.path("engagements").isEmpty()) continue;
            out.println("Record   " + Text.of(record, "record"));
            table(record.path("engagements")).print(out);
            out.println();
        }
        if (!records.isEmpty() && !anything(records)) out.println("Nothing is known of it.");
    }

    private static Table table(JsonNode facts) {
        Table table = new Table("AT", "WHAT", "WHERE", "CAMPAIGN", "POINTS", "DETAIL");
        for (JsonNode fact : facts)
            table.row(
                    Text.time(fact, "at"),
                    Text.of(fact, "type"),
                    Text.of(fact, "system"),
                    Text.of(fact, "campaign"),
                    Text.of(fact, "points"),
                    fact.has("detail") ? fact.get("detail") : null);
        return table;
    }
}
