package io.serai.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "list", description = "Lists inbound messages, newest first.")
class MessagesList implements Callable<Integer> {
    @Mixin
    Output output;

    @Mixin
    RuntimeOptions runtime;

    @Option(names = "--system", paramLabel = "NAME", description = "Only from this system, such as magento-pl.")
    String system;

    @Option(names = "--topic", paramLabel = "TOPIC", description = "Only of this topic, such as magento.order.")
    String topic;

    @Option(names = "--external-id", paramLabel = "ID", description = "Only with this id in their system.")
    String externalId;

    @Option(
            names = "--outcome",
            paramLabel = "OUTCOME",
            description = "Only those of which any flow tells this: delivered, completed, skipped-unchanged,"
                    + " skipped-duplicate, skipped-stale, skipped-filtered, parked, dead.")
    String outcome;

    @Option(names = "--record", paramLabel = "ID", description = "Only those that touched this record.")
    String record;

    @Option(
            names = "--since",
            paramLabel = "WHEN",
            description = "Only received since: 15m, 2h, 3d, or 2026-11-20T10:15:00Z.")
    String since;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "At most so many (${DEFAULT-VALUE}).")
    int limit;

    @Override
    public Integer call() {
        Filters filters = new Filters()
                .add("system", system)
                .add("topic", topic)
                .add("external-id", externalId)
                .add("outcome", outcome)
                .add("record", record)
                .add("since", since)
                .add("limit", limit);
        JsonNode answer = runtime.remote().get("/serai/messages", filters.map());
        output.show(answer, out -> table(answer.path("messages"), out));
        return answer.path("messages").isEmpty() ? Exit.FOUND : Exit.OK;
    }

    private static void table(JsonNode messages, PrintWriter out) {
        if (messages.isEmpty()) {
            out.println("No messages.");
            return;
        }
        Table table = new Table("RECEIVED", "ID", "SYSTEM", "TOPIC", "EXTERNAL ID", "BECAME");
        for (JsonNode message : messages)
            table.row(
                    Text.time(message, "received"),
                    Text.shortId(Text.of(message, "id")),
                    Text.of(message, "system"),
                    Text.of(message, "topic"),
                    Text.of(message, "externalId"),
                    outcomes(message.path("steps")));
        table.print(out);
    }

    /** What each flow made of it in the end: {@code 1 delivered, 2 completed}. */
    private static String outcomes(JsonNode steps) {
        Map<String, String> last = new LinkedHashMap<>();
        for (JsonNode step : steps)
            last.put(step.path("message").asText() + step.path("flow").asText(), Text.of(step, "outcome"));
        return last.values().stream()
                .collect(Collectors.groupingBy(outcome -> outcome, LinkedHashMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
    }
}
