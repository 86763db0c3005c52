package io.serai.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "history",
        description =
                "What happened to a record, newest first: which fields changed, which values were dropped and why, merges.")
class RecordHistory implements Callable<Integer> {
    @Mixin
    Output output;

    @Mixin
    RuntimeOptions runtime;

    @ArgGroup(multiplicity = "1")
    WhichRecord which;

    @Override
    public Integer call() {
        List<JsonNode> records = which.find(runtime.remote());
        ArrayNode answer = JsonNodeFactory.instance.arrayNode();
        for (JsonNode record : records)
            answer.addObject().put("record", Text.of(record, "id")).set("history", record.path("history"));
        output.show(JsonNodeFactory.instance.objectNode().set("records", answer), out -> {
            if (records.isEmpty()) out.println("No such record.");
            for (JsonNode record : records) {
                out.println("Record   " + Text.of(record, "id"));
                HistoryText.table(record.path("history"), Integer.MAX_VALUE).print(out);
                out.println();
            }
        });
        return records.isEmpty() ? Exit.FOUND : Exit.OK;
    }
}
