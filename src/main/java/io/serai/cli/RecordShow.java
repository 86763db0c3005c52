package io.serai.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "show",
        description = "Shows a record: its fields and where each came from, its links, and where it was delivered.")
class RecordShow implements Callable<Integer> {
    @Mixin
    Output output;

    @Mixin
    RuntimeOptions runtime;

    @ArgGroup(multiplicity = "1")
    Which which;

    static class Which {
        @Parameters(paramLabel = "ID", description = "Id of the record.")
        String id;

        @ArgGroup(exclusive = false)
        Outside outside;

        @Option(
                names = "--match",
                paramLabel = "FIELD=VALUE",
                description = "A field by which records are matched, such as email=anna@example.com.")
        String match;
    }

    static class Outside {
        @Option(names = "--system", required = true, paramLabel = "NAME", description = "A system that has it.")
        String system;

        @Option(names = "--id", required = true, paramLabel = "ID", description = "Its id there.")
        String id;

        @Option(names = "--entity", paramLabel = "NAME", description = "Such as customer, if the id may mean several.")
        String entity;
    }

    @Override
    public Integer call() {
        List<JsonNode> records = find();
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

    private List<JsonNode> find() {
        Remote remote = runtime.remote();
        if (which.id != null) return List.of(remote.get("/serai/records/" + Remote.segment(which.id), Map.of()));
        List<JsonNode> found = new ArrayList<>();
        remote.get("/serai/records", query()).path("records").forEach(found::add);
        return found;
    }

    private Map<String, String> query() {
        Filters query = new Filters();
        if (which.match != null) query.add("match", which.match.replaceFirst("=", ":"));
        else
            query.add("system", which.outside.system)
                    .add("id", which.outside.id)
                    .add("entity", which.outside.entity);
        return query.map();
    }
}
