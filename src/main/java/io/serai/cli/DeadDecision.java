package io.serai.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.message.Json;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** What people decide about dead letters: those named by number, those that match, or all. */
abstract class DeadDecision implements Callable<Integer> {
    @Mixin
    Output output;

    @Mixin
    RuntimeOptions runtime;

    @Mixin
    DeadFilters filters;

    @Parameters(paramLabel = "N", arity = "0..*", description = "Numbers of dead letters.")
    List<Long> numbers = List.of();

    @Option(names = "--all", description = "All dead letters.")
    boolean all;

    private final String action;
    private final String done;

    DeadDecision(String action, String done) {
        this.action = action;
        this.done = done;
    }

    @Override
    public Integer call() {
        JsonNode answer = runtime.remote().send("POST", "/serai/dead/" + action, Map.of(), selection());
        output.show(answer, out -> tell(answer, out));
        boolean missing =
                answer.path("count").asInt() == 0 || !answer.path("missing").isEmpty();
        return missing ? Exit.FOUND : Exit.OK;
    }

    private ObjectNode selection() {
        Map<String, String> conditions = filters.given().map();
        if (all == (!conditions.isEmpty() || !numbers.isEmpty()))
            throw new ParameterException(
                    output.command.commandLine(),
                    "Name the dead letters by number or by conditions, or give --all (and not both)");
        ObjectNode body = Json.MAPPER.createObjectNode();
        if (all) return body.put("all", true);
        conditions.forEach(body::put);
        if (!numbers.isEmpty()) {
            ArrayNode list = body.putArray("numbers");
            numbers.forEach(list::add);
        }
        return body;
    }

    private void tell(JsonNode answer, PrintWriter out) {
        int count = answer.path("count").asInt();
        out.println(count + (count == 1 ? " dead letter " : " dead letters ") + done + ".");
        for (JsonNode missing : answer.path("missing"))
            out.println("There is no dead letter " + missing.asText() + " that matches.");
    }
}
