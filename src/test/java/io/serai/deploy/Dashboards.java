package io.serai.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The dashboards of deploy/grafana. */
public final class Dashboards {
    private static final Path FOLDER = Path.of("deploy/grafana");

    private Dashboards() {}

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    static JsonNode read(Path file) throws IOException {
        return new ObjectMapper().readTree(file.toFile());
    }

    /** Every query of every panel, with the variables as Grafana would put them in. */
    public static List<String> queries() throws IOException {
        List<String> queries = new ArrayList<>();
        for (Path file : files()) queries.addAll(queries(read(file)));
        return queries;
    }

    static List<String> queries(JsonNode dashboard) {
        List<String> queries = new ArrayList<>();
        for (JsonNode panel : dashboard.path("panels"))
            for (JsonNode target : panel.path("targets")) {
                String query = target.path("expr").asText().replace("$__rate_interval", "5m");
                for (JsonNode variable : dashboard.path("templating").path("list"))
                    query = query.replace("$" + variable.path("name").asText(), ".*");
                queries.add(query);
            }
        return queries;
    }
}
