package io.serai.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "show", description = "Shows the journey of a message through the flows.")
class MessagesShow implements Callable<Integer> {
    @Mixin
    Output output;

    @Mixin
    RuntimeOptions runtime;

    @Parameters(paramLabel = "ID", description = "Id of the message; its end is enough.")
    String id;

    @Option(names = "--raw", description = "Print the payload as it was received, and nothing else.")
    boolean raw;

    @Override
    public Integer call() {
        String path = "/serai/messages/" + Remote.segment(id);
        if (raw) {
            output.raw(runtime.remote().raw(path + "/raw"));
            return Exit.OK;
        }
        JsonNode message = runtime.remote().get(path, Map.of());
        output.show(message, out -> show(message, out));
        return Exit.OK;
    }

    private static void show(JsonNode message, PrintWriter out) {
        out.println("Message    " + Text.of(message, "id"));
        out.println("Received   " + Text.time(message, "received") + " from " + Text.of(message, "system") + " by "
                + Text.of(message, "channel") + ", " + Text.of(message, "bytes") + " bytes");
        if (message.has("erased"))
            out.println(
                    "Erased     " + Text.time(message, "erased") + ", as the person whom it was about was forgotten");
        out.println("Topic      " + Text.of(message, "topic"));
        if (message.has("externalId")) out.println("External   " + Text.of(message, "externalId"));
        if (message.has("trace")) out.println("Trace      " + Text.of(message, "trace"));
        if (message.path("duplicates").asInt() > 0)
            out.println(
                    "Duplicates " + Text.of(message, "duplicates") + ", last " + Text.time(message, "lastDuplicate"));
        out.println();
        if (message.path("steps").isEmpty()) out.println("No flow has handled it yet.");
        else steps(message, out);
        delayed(message.path("delayed"), out);
    }

    private static void delayed(JsonNode timers, PrintWriter out) {
        if (timers.isEmpty()) return;
        out.println();
        Table table = new Table("DELAYED UNTIL", "TOPIC", "KEY", "SUBJECT");
        for (JsonNode timer : timers)
            table.row(
                    Text.time(timer, "due"), Text.of(timer, "topic"), Text.of(timer, "key"), Text.of(timer, "subject"));
        table.print(out);
    }

    private static void steps(JsonNode message, PrintWriter out) {
        Instant received = Text.instant(message, "received");
        Table table = new Table("TIME", "AFTER", "FLOW", "TRY", "OUTCOME", "TOOK", "RECORD", "IN TARGET", "REVISION");
        for (JsonNode step : message.path("steps")) {
            table.row(
                    Text.time(step, "at"),
                    Text.duration(Duration.between(received, Text.instant(step, "at"))),
                    Text.of(step, "flow"),
                    Text.of(step, "attempt"),
                    outcome(step),
                    Text.duration(Duration.ofNanos(step.path("durationMicros").asLong() * 1_000)),
                    Text.of(step, "record"),
                    target(step),
                    Text.of(step, "revision"));
            if (step.has("detail")) table.below(Text.of(step, "detail"));
        }
        table.print(out);
    }

    private static String target(JsonNode step) {
        if (!step.has("target")) return null;
        return Text.of(step, "target") + (step.has("targetId") ? " " + Text.of(step, "targetId") : "");
    }

    private static String outcome(JsonNode step) {
        return Text.of(step, "outcome") + (step.has("reason") ? ": " + Text.of(step, "reason") : "");
    }
}
