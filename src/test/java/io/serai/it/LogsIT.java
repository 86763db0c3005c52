package io.serai.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.message.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log as JSON, with the field names of the Elastic Common Schema. */
class LogsIT {
    private static final String LOGGER = "large-orders-log";

    @TempDir
    Path folder;

    @Test
    void everyLineIsAnObjectAndOneOfAFlowTellsWhatItIsAbout() throws Exception {
        Path routes = folder.resolve("routes");
        copy(Path.of("routes"), routes);
        // a route that logs once for each message, from the example of k8s/
        copy(Path.of("k8s/components/content/routes"), routes);
        try (RuntimeProcess runtime = new RuntimeProcess(folder)
                .set("quarkus.profile", "sandbox")
                .set("serai.orders.large", "1")
                .set("serai.routes", routes.toString())
                .set("serai.log.json", "true")) {
            runtime.start();
            await("a line of the flow")
                    .atMost(Duration.ofMinutes(3))
                    .until(() -> runtime.output().contains("\"log.logger\":\"" + LOGGER + "\""));
            List<JsonNode> lines = lines(runtime);
            assertThat(lines)
                    .allSatisfy(line -> assertThat(List.of(
                                    "@timestamp", "log.level", "log.logger", "message", "ecs.version", "labels"))
                            .allMatch(line::has));
            JsonNode labels = lines.stream()
                    .filter(line -> line.path("log.logger").asText().equals(LOGGER))
                    .findFirst()
                    .orElseThrow()
                    .path("labels");
            assertThat(labels.path("flow").asText()).isEqualTo(LOGGER);
            assertFound(
                    runtime, "/serai/messages/" + labels.path("correlation_id").asText());
            assertFound(runtime, "/serai/records/" + labels.path("record_id").asText());
        }
    }

    private static void assertFound(RuntimeProcess runtime, String path) {
        assertThat(RuntimeProcess.get(runtime.management(path)).statusCode())
                .as(path)
                .isEqualTo(200);
    }

    /** The last one may not be whole yet. */
    private static List<JsonNode> lines(RuntimeProcess runtime) {
        String output = runtime.output();
        return output.substring(0, output.lastIndexOf('\n'))
                .lines()
                .map(line -> Json.read(line.getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) Files.createDirectories(target);
                else Files.copy(file, target);
            }
        }
    }
}
