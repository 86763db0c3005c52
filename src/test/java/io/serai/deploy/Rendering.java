package io.serai.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.Yaml;

/** What a cluster would get of a folder of k8s/, and the examples that stand beside it. */
record Rendering(List<Manifest> all) {
    /** Where the Secret is mounted. */
    static final String SECRETS = "/run/secrets/serai/";

    private static final Path K8S = Path.of("k8s");
    private static final List<String> WITH_SECRETS =
            List.of("secrets", "external-secrets", "keda-rabbitmq", "postgresql", "rabbitmq", "kafka");

    static Stream<Path> overlays() {
        return list(K8S.resolve("overlays"));
    }

    static Stream<Path> components() {
        return list(K8S.resolve("components"));
    }

    static Stream<Path> examples() {
        return list(K8S.resolve("examples"));
    }

    static Rendering of(Path folder) {
        return new Rendering(Programs.kustomize(folder));
    }

    static Rendering ofOverlay(String name) {
        return of(K8S.resolve("overlays").resolve(name));
    }

    static Rendering ofComponent(String name) {
        return uponTheBase(K8S, K8S.resolve("components").resolve(name));
    }

    /** A copy of the overlay that has one more component. */
    static Rendering ofOverlayWith(String overlay, String component) throws IOException {
        Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target/k8s-test")), overlay);
        String k8s = "../../../k8s/";
        for (Path file : list(K8S.resolve("overlays").resolve(overlay)).toList())
            Files.writeString(
                    folder.resolve(file.getFileName()),
                    Files.readString(file)
                            .replace("../../", k8s)
                            .replace("components:\n", "components:\n  - " + k8s + "components/" + component + "\n"));
        return of(folder);
    }

    /** Kustomize takes no absolute paths, and no files from outside of a root. */
    static Rendering uponTheBase(Path k8s, Path component) {
        Path components = k8s.toAbsolutePath().resolve("components");
        List<Path> with = new ArrayList<>();
        if (WITH_SECRETS.contains(component.getFileName().toString()))
            with.addAll(List.of(components.resolve("external-secrets"), components.resolve("secrets")));
        if (!with.contains(component.toAbsolutePath())) with.add(component.toAbsolutePath());
        try {
            Path parent =
                    Files.createDirectories(k8s.toAbsolutePath().getParent().resolve("target/k8s-test"));
            Path folder =
                    Files.createTempDirectory(parent, component.getFileName().toString());
            StringBuilder text = new StringBuilder("resources: [")
                    .append(folder.relativize(k8s.toAbsolutePath().resolve("base")))
                    .append("]\ncomponents:\n");
            for (Path each : with)
                text.append("  - ").append(folder.relativize(each)).append('\n');
            Files.writeString(folder.resolve("kustomization.yaml"), text);
            return of(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> list(Path parent) {
        try (Stream<Path> files = Files.list(parent)) {
            return files.sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Jobs are made beside what is rendered, and its policies are about them, too. */
    Rendering withExamples() {
        List<Manifest> more = new ArrayList<>(all);
        examples().forEach(example -> more.addAll(Manifest.all(example)));
        return new Rendering(more);
    }

    Rendering without(String kind, String name) {
        return new Rendering(all.stream()
                .filter(each -> !each.kind().equals(kind) || !each.name().equals(name))
                .toList());
    }

    Manifest only(String kind) {
        return ofKind(kind).findFirst().orElseThrow();
    }

    Stream<Manifest> ofKind(String kind) {
        return all.stream().filter(each -> each.kind().equals(kind));
    }

    JsonNode pod() {
        return only("Deployment").pod();
    }

    /** Of the ConfigMap serai-settings and of the containers, by their names. */
    Map<String, String> variables() {
        Map<String, String> variables = new TreeMap<>();
        for (Manifest each : all) {
            if (each.name().startsWith("serai-settings"))
                each.json()
                        .path("data")
                        .properties()
                        .forEach(one ->
                                variables.put(one.getKey(), one.getValue().asText()));
            for (JsonNode list : each.pod().findValues("env"))
                for (JsonNode env : list)
                    variables.put(env.path("name").asText(), env.path("value").asText());
        }
        return variables;
    }

    /** Of the application.yaml in the ConfigMap serai-config, by their full names. */
    Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>();
        for (Manifest each : all)
            if (each.name().startsWith("serai-config")) {
                Object yaml =
                        new Yaml().load(each.json().at("/data/application.yaml").asText());
                flatten("", new ObjectMapper().valueToTree(yaml), settings);
            }
        return settings;
    }

    private static void flatten(String prefix, JsonNode node, Map<String, String> into) {
        if (node.isObject())
            node.properties()
                    .forEach(one -> flatten(
                            prefix.isEmpty() ? one.getKey() : prefix + "." + one.getKey(), one.getValue(), into));
        else into.put(prefix, node.asText());
    }

    static Stream<JsonNode> stream(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }
}
