package io.serai.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.serai.message.Json;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a command answers: for people, or with {@code --json} for programs. */
class Output {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help message and exit.")
    boolean help;

    @Option(names = "--json", description = "Answer in JSON.")
    boolean json;

    @Spec(Spec.Target.MIXEE)
    CommandSpec command;

    /** The answer itself with {@code --json}, else what is written for people. */
    void show(JsonNode answer, Consumer<PrintWriter> forPeople) {
        if (json) print(answer);
        else forPeople.accept(out());
        out().flush();
    }

    void print(JsonNode answer) {
        try {
            out().println(Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(answer));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    void raw(byte[] payload) {
        out().println(new String(payload, StandardCharsets.UTF_8));
        out().flush();
    }

    PrintWriter err() {
        return command.commandLine().getErr();
    }

    PrintWriter out() {
        return command.commandLine().getOut();
    }
}
