package io.serai.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.message.Json;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "unite",
        description =
                "Makes one record of two, for good: the older id stays, the other leads to it. It is kept in the audit.",
        exitCodeList = {
            Exit.OK_TEXT,
            "1:there is no such record, or they are one already or of different entities",
            Exit.USAGE_TEXT,
            Exit.UNREACHABLE_TEXT
        })
class RecordUnite implements Callable<Integer> {
    @Mixin
    Output output;

    @Mixin
    RuntimeOptions runtime;

    @Parameters(index = "0", paramLabel = "RECORD", description = "Id of a record.")
    String record;

    @Parameters(index = "1", paramLabel = "OTHER", description = "Id of another one.")
    String other;

    @Option(
            names = "--reason",
            required = true,
            paramLabel = "TEXT",
            description = "Why; stays in the audit for good, so without names or addresses.")
    String reason;

    @Override
    public Integer call() {
        ObjectNode body = Json.MAPPER
                .createObjectNode()
                .put("record", record)
                .put("other", other)
                .put("reason", reason);
        JsonNode answer = runtime.remote().send("POST", "/serai/records/unite", Map.of(), body);
        output.show(
                answer,
                out -> out.println("Record " + Text.of(answer, "record") + " is both now, version "
                        + Text.of(answer, "version") + "; " + Text.of(answer, "merged") + " leads to it."));
        return Exit.OK;
    }
}
