package io.serai.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "bus",
        description = "What waits in each group, and whether the group takes it.",
        subcommands = BusDrop.class,
        exitCodeList = {Exit.OK_TEXT, Exit.USAGE_TEXT, Exit.UNREACHABLE_TEXT})
class BusCommand implements Callable<Integer> {
    @Mixin
    Output output;

    @Mixin
    RuntimeOptions runtime;

    @Override
    public Integer call() {
        JsonNode answer = runtime.remote().get("/serai/bus", Map.of());
        output.show(answer, out -> show(answer, out));
        return Exit.OK;
    }

    private static void show(JsonNode answer, PrintWriter out) {
        JsonNode traffic = answer.path("traffic");
        if (!traffic.isMissingNode()) out.println(transport(traffic));
        if (answer.path("groups").isEmpty()) out.println("Nothing was published yet, and no flow reads the bus.");
        else GroupTable.of(answer.path("groups")).print(out);
        delayed(answer.path("delayed"), out);
    }

    private static void delayed(JsonNode topics, PrintWriter out) {
        if (topics.isEmpty()) return;
        out.println();
        Table table = new Table("TOPIC", "DELAYED", "NEXT DUE");
        for (JsonNode topic : topics)
            table.row(Text.of(topic, "topic"), Text.of(topic, "count"), Text.time(topic, "nextDue"));
        table.print(out);
    }

    private static String transport(JsonNode traffic) {
        String line = "Transport " + Text.of(traffic, "transport")
                + (traffic.path("connected").asBoolean() ? ", connected" : ", NOT CONNECTED");
        if (traffic.path("outbox").asLong() == 0) return line;
        return line + "; " + Text.of(traffic, "outbox") + " in the outbox, the oldest for "
                + Text.age(traffic, "oldest");
    }
}
