package io.serai.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** One Kubernetes object. */
record Manifest(JsonNode json) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    static List<Manifest> all(String yaml) {
        return StreamSupport.stream(
                        new Yaml(new SafeConstructor(new LoaderOptions()))
                                .loadAll(yaml)
                                .spliterator(),
                        false)
                .map(document -> new Manifest(MAPPER.valueToTree(document)))
                .toList();
    }

    static List<Manifest> all(Path file) {
        try {
            return all(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String kind() {
        return json.path("kind").asText();
    }

    /** What a Job of generateName is called begins with this. */
    String name() {
        JsonNode metadata = json.path("metadata");
        return metadata.path(metadata.has("name") ? "name" : "generateName").asText();
    }

    /** Of a Deployment or a Job. */
    JsonNode pod() {
        return json.path("spec").path("template").path("spec");
    }

    @Override
    public String toString() {
        return kind() + " " + name();
    }
}
