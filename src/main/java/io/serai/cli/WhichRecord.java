package io.serai.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which record is meant. */
class WhichRecord {
    @Parameters(paramLabel = "ID", description = "Id of the record.")
    String id;

    @ArgGroup(exclusive = false)
    Outside outside;

    @Option(
            names = "--match",
            paramLabel = "FIELD=VALUE",
            description = "A field by which records are matched, such as email=anna@example.com.")
    String match;

    static class Outside {
        @Option(names = "--system", required = true, paramLabel = "NAME", description = "A system that has it.")
        String system;

        @Option(names = "--id", required = true, paramLabel = "ID", description = "Its id there.")
        String id;

        @Option(names = "--entity", paramLabel = "NAME", description = "Such as customer, if the id may mean several.")
        String entity;
    }

    /** The records; one that is named by its own id exists, else the command fails. */
    List<JsonNode> find(Remote remote) {
        if (id != null) return List.of(remote.get("/serai/records/" + Remote.segment(id), Map.of()));
        List<JsonNode> found = new ArrayList<>();
        remote.get("/serai/records", query()).path("records").forEach(found::add);
        return found;
    }

    private Map<String, String> query() {
        Filters query = new Filters();
        if (match != null) query.add("match", match.replaceFirst("=", ":"));
        else query.add("system", outside.system).add("id", outside.id).add("entity", outside.entity);
        return query.map();
    }
}
