package io.serai.it;

import io.serai.Needs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;

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
        try {
            run("up", "-d", "--no-build");
        } catch (IllegalStateException e) {
            throw new IllegalStateException(e.getMessage() + "\n" + logs(), e);
        }
    }

    /** Until Prometheus has a result; what the services wrote is told where it has none. */
    void awaitResult(String query) {
        try {
            new PrometheusApi(prometheus).waitFor(query);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(e.getMessage() + "\n" + logs(), e);
        }
    }

    @Override
    public void close() {
        run("down", "-v", "-t", "2");
    }

    private String logs() {
        return run("logs", "--no-color", "--tail", "50");
    }

    private String run(String... arguments) {
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of("-f", "deploy/compose.yaml", "-p", project));
        command.addAll(List.of(arguments));
        Ended ended = run(command, environment);
        if (ended.exit() != 0) throw new IllegalStateException(String.join(" ", command) + "\n" + ended.output());
        return ended.output();
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
        try {
            Path output = Files.createTempFile("serai", ".out");
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(5, TimeUnit.MINUTES)) process.destroyForcibly().waitFor();
            Ended ended = new Ended(process.exitValue(), Files.readString(output));
            Files.delete(output);
            return ended;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
