package io.serai.it;

import io.serai.Needs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The services of deploy/compose.yaml, under a name and on ports of their own; gone with their volumes when closed. */
final class Compose implements AutoCloseable {
    private final List<String> program = program();
    private final String project = "serai-it-" + UUID.randomUUID();
    private final URI prometheus = URI.create("http://localhost:" + Ports.free());
    private final Map<String, String> environment;

    /**
     * @param image of the runtime; images of the services are those that the environment names
     * @param profile as {@code COMPOSE_PROFILES}
     */
    Compose(String image, String profile) {
        environment = Map.of(
                "SERAI_IMAGE", image,
                "COMPOSE_PROFILES", profile,
                "HTTP_PORT", String.valueOf(Ports.free()),
                "MANAGEMENT_PORT", String.valueOf(Ports.free()),
                "RABBITMQ_MANAGEMENT_PORT", String.valueOf(Ports.free()),
                "PROMETHEUS_PORT", String.valueOf(prometheus.getPort()));
    }

    /** Skips the test where there is no Docker Compose, of whichever version, or no image of Prometheus to be had. */
    static void isNeeded() {
        Needs.docker();
        Needs.check("compose", !program().isEmpty());
        String image = System.getenv().getOrDefault("PROMETHEUS_IMAGE", "prom/prometheus:v3.5.0");
        Needs.check(
                "prometheus-image", succeeds("docker", "image", "inspect", image) || succeeds("docker", "pull", image));
    }

    void up() {
        run("up", "-d", "--no-build");
    }

    PrometheusApi prometheus() {
        return new PrometheusApi(prometheus);
    }

    @Override
    public void close() {
        run("down", "-v", "-t", "2");
    }

    private void run(String... arguments) {
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of("-f", "deploy/compose.yaml", "-p", project));
        command.addAll(List.of(arguments));
        Ended ended = run(command, environment);
        if (ended.exit() != 0) throw new IllegalStateException(String.join(" ", command) + "\n" + ended.output());
    }

    private static List<String> program() {
        if (succeeds("docker", "compose", "version")) return List.of("docker", "compose");
        return Needs.programIsThere("docker-compose") ? List.of("docker-compose") : List.of();
    }

    private static boolean succeeds(String... command) {
        return run(List.of(command), Map.of()).exit() == 0;
    }

    private record Ended(int exit, String output) {}

    private static Ended run(List<String> command, Map<String, String> environment) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ended(process.waitFor(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
