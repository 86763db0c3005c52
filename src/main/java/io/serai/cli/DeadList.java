package io.serai.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "list", description = "Lists dead letters, newest first.")
class DeadList implements Callable<Integer> {
    @Mixin
    Output output;

    @Mixin
    RuntimeOptions runtime;

    @Mixin
    DeadFilters filters;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "At most so many (${DEFAULT-VALUE}).")
    int limit;

    @Override
    public Integer call() {
        JsonNode answer = runtime.remote()
                .get("/serai/dead", filters.given().add("limit", limit).map());
        output.show(answer, out -> table(answer.path("dead"), out));
        return answer.path("dead").isEmpty() ? Exit.FOUND : Exit.OK;
    }

    private static void table(JsonNode letters, PrintWriter out) {
        if (letters.isEmpty()) {
            out.println("No dead letters.");
            return;
        }
        Table table = new Table("N", "GIVEN UP", "TOPIC", "GROUP", "SOURCE", "SUBJECT", "TRIES", "REASON");
        for (JsonNode letter : letters)
            table.row(
                    Text.of(letter, "number"),
                    Text.time(letter, "died"),
                    Text.of(letter, "topic"),
                    Text.of(letter, "group"),
                    Text.of(letter, "source"),
                    Text.of(letter, "subject"),
                    Text.of(letter, "attempt"),
                    Text.of(letter, "reason"));
        table.print(out);
    }
}
