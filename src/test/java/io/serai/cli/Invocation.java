package io.serai.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.message.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** One run of the command line, and what it answered. */
record Invocation(int exit, String out, String err) {
    static Invocation of(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command = Serai.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int exit = command.execute(arguments);
        return new Invocation(exit, out.toString(), err.toString());
    }

    JsonNode json() {
        return Json.read(out.getBytes(StandardCharsets.UTF_8));
    }
}
