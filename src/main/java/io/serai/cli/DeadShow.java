package io.serai.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "show", description = "Shows why a message was given up.")
class DeadShow implements Callable<Integer> {
    @Mixin
    Output output;

    @Mixin
    RuntimeOptions runtime;

    @Parameters(paramLabel = "N", description = "Number of the dead letter.")
    long number;

    @Option(names = "--raw", description = "Print the message's payload, and nothing else.")
    boolean raw;

    @Override
    public Integer call() {
        String path = "/serai/dead/" + number;
        if (raw) {
            output.raw(runtime.remote().raw(path + "/raw"));
            return Exit.OK;
        }
        JsonNode letter = runtime.remote().get(path, Map.of());
        output.show(letter, out -> show(letter, out));
        return Exit.OK;
    }

    private void show(JsonNode letter, PrintWriter out) {
        out.println("Dead letter  " + number + ", given up " + Text.time(letter, "died") + " after try "
                + Text.of(letter, "attempt"));
        out.println("Flow         " + Text.of(letter, "flow") + " (revision " + Text.of(letter, "revision")
                + "), group " + Text.of(letter, "group") + " of " + Text.of(letter, "topic"));
        out.println("Reason       " + Text.of(letter, "reason"));
        if (letter.has("detail")) out.println("             " + Text.of(letter, "detail"));
        out.println("About        " + Text.of(letter, "subject") + ", changed in " + Text.of(letter, "source") + " "
                + Text.time(letter, "time"));
        out.println("Journey      serai messages show " + Text.shortId(Text.of(letter, "correlation")));
        out.println(
                Text.of(letter, "reason").equals("erased")
                        ? "Once seen    serai dead discard " + number
                        : "Once mended  serai dead replay " + number);
    }
}
