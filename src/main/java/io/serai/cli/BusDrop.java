package io.serai.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.message.Json;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

@Command(
        name = "drop",
        description = "Removes a group whose flow is gone, with all its messages, dead letters included.",
        exitCodeList = {
            Exit.OK_TEXT,
            "1:there is no such group, or a flow reads it",
            Exit.USAGE_TEXT,
            Exit.UNREACHABLE_TEXT
        })
class BusDrop implements Callable<Integer> {
    @Mixin
    Output output;

    @Mixin
    RuntimeOptions runtime;

    @Parameters(index = "0", paramLabel = "TOPIC", description = "Topic that the group reads.")
    String topic;

    @Parameters(index = "1", paramLabel = "GROUP", description = "Name of the group.")
    String group;

    @Option(names = "--yes", description = "Needed, as the messages are gone for good.")
    boolean yes;

    @Override
    public Integer call() {
        if (!yes)
            throw new ParameterException(
                    output.command.commandLine(),
                    "This removes group " + group + " of topic " + topic
                            + " with all its messages for good; add --yes");
        ObjectNode body = Json.MAPPER.createObjectNode().put("topic", topic).put("group", group);
        JsonNode answer = runtime.remote().send("POST", "/serai/bus/drop", Map.of(), body);
        output.show(answer, out -> tell(answer, out));
        return Exit.OK;
    }

    private void tell(JsonNode answer, PrintWriter out) {
        out.println(
                "Removed group " + group + " of topic " + topic + " with " + Text.of(answer, "waiting") + " waiting, "
                        + Text.of(answer, "parked") + " parked and " + Text.of(answer, "dead") + " dead messages.");
    }
}
