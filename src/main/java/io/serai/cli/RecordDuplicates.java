package io.serai.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "duplicates",
        description = "Lists pairs of records that may be one, by the rules 'duplicates' of the model files.")
class RecordDuplicates implements Callable<Integer> {
    @Mixin
    Output output;

    @Mixin
    RuntimeOptions runtime;

    @Option(names = "--entity", paramLabel = "NAME", description = "Only of this entity, such as customer.")
    String entity;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "At most so many pairs (${DEFAULT-VALUE}).")
    int limit;

    @Override
    public Integer call() {
        JsonNode answer = runtime.remote()
                .get(
                        "/serai/records/duplicates",
                        new Filters().add("entity", entity).add("limit", limit).map());
        output.show(answer, out -> show(answer, out));
        return answer.path("duplicates").isEmpty() ? Exit.FOUND : Exit.OK;
    }

    private static void show(JsonNode answer, PrintWriter out) {
        if (answer.path("entities").isEmpty()) {
            out.println("No model has rules for duplicates.");
            return;
        }
        if (answer.path("duplicates").isEmpty()) {
            out.println("No duplicates.");
            return;
        }
        Table table = new Table("ENTITY", "SAME", "RECORD", "WHICH IS", "OTHER", "WHICH IS");
        for (JsonNode pair : answer.path("duplicates"))
            table.row(
                    Text.of(pair, "entity"),
                    list(pair.path("by"), 10),
                    Text.of(pair, "record"),
                    list(pair.path("links"), 3),
                    Text.of(pair, "other"),
                    list(pair.path("otherLinks"), 3));
        table.print(out);
        out.println("To make one of two: serai record unite RECORD OTHER --reason TEXT");
    }

    private static String list(JsonNode values, int most) {
        List<String> texts = new ArrayList<>();
        for (JsonNode value : values) {
            if (texts.size() == most) return String.join(", ", texts) + ", ...";
            texts.add(value.asText());
        }
        return String.join(", ", texts);
    }
}
