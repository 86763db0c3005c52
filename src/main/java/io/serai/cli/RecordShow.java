package io.serai.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "show",
        description = "Shows a record: its fields and where each came from, its links, and where it was delivered.")
class RecordShow implements Callable<Integer> {
    @Mixin
    Output output;

    @Mixin
    RuntimeOptions runtime;

    @ArgGroup(multiplicity = "1")
    WhichRecord which;

    @Override
    public Integer call() {
        List<JsonNode> records = which.find(runtime.remote());
        JsonNode answer = which.id != null
                ? records.get(0)
                : JsonNodeFactory.instance
                        .objectNode()
                        .set("records", JsonNodeFactory.instance.arrayNode().addAll(records));
        output.show(answer, out -> {
            if (records.isEmpty()) out.println("No such record.");
            records.forEach(record -> new RecordText(record).print(out));
        });
        return records.isEmpty() ? Exit.FOUND : Exit.OK;
    }
}
