package io.serai.it;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.message.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One packaged runtime in a folder of its own, on ports that stay the same when it is killed and started again. */
public final class RuntimeProcess implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    private final Path folder;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final int port;
    private final int managementPort;
    private String log = "serai.log";
    private List<String> options;
    private Path token;
    private Process process;

    public RuntimeProcess(Path folder) {
        this.folder = folder;
        this.port = Ports.free();
        this.managementPort = Ports.free();
        set("quarkus.http.port", String.valueOf(port));
        set("quarkus.management.port", String.valueOf(managementPort));
        set("serai.store.file", folder.resolve("serai.db").toString());
        set("serai.routes", Path.of("routes").toAbsolutePath().toString());
        set("serai.mappings", Path.of("mappings").toAbsolutePath().toString());
    }

    public RuntimeProcess set(String setting, String value) {
        settings.put(setting, value);
        return this;
    }

    /** Points the systems magento-pl, magento-de and salesforce at a sandbox outside of this process. */
    public RuntimeProcess vendors(String sandbox) {
        set("quarkus.profile", "sandbox").set("serai.sandbox.enabled", "false");
        for (String system : List.of("magento-pl", "magento-de", "salesforce"))
            set("serai.systems." + system + ".url", sandbox + "/sandbox/" + system);
        return this;
    }

    /** Who asks it by the management port has to show what stands in this file at that time; what this object asks does. */
    RuntimeProcess guardedBy(Path tokenFile) {
        token = tokenFile;
        return set("serai.console.token-file", tokenFile.toString());
    }

    /** In its folder; else it is {@code serai.log}. */
    public RuntimeProcess logTo(String file) {
        log = file;
        return this;
    }

    /** Of its JVM, instead of those that make it start quickly. */
    RuntimeProcess options(List<String> given) {
        options = given;
        return this;
    }

    /** Starts the process and returns at once. */
    public RuntimeProcess launch(String... arguments) {
        List<String> all = new ArrayList<>(options == null ? Runner.quickStart() : options);
        all.add("-Xmx256m");
        settings.forEach((name, value) -> all.add("-D" + name + "=" + value));
        try {
            process = new ProcessBuilder(Runner.command(all, List.of(arguments)))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Starts the process and returns when it says that it is ready. */
    public RuntimeProcess start() {
        launch();
        awaitReady();
        return this;
    }

    /** Returns when it says that it is ready; fails if it ends before that. */
    public void awaitReady() {
        await("readiness")
                .atMost(Duration.ofMinutes(4))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    if (!process.isAlive()) throw new IllegalStateException("the runtime ended:\n" + output());
                    return ready();
                });
    }

    public boolean ready() {
        try {
            return get(management("/q/health/ready")).statusCode() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /** SIGKILL: no shutdown hook, no flush. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Exit status. */
    public int awaitEnd() {
        try {
            if (!process.waitFor(3, TimeUnit.MINUTES)) throw new IllegalStateException("the runtime did not end");
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Of the process; it must have been started. */
    public long pid() {
        return process.pid();
    }

    /** SIGTERM. */
    public void terminate() {
        process.destroy();
    }

    public URI http(String path) {
        return URI.create("http://localhost:" + port + path);
    }

    public URI management(String path) {
        return URI.create("http://localhost:" + managementPort + path);
    }

    public JsonNode managementJson(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(management(path)).GET();
        if (token != null)
            request.header("Authorization", "Bearer " + read(token).strip());
        return Json.read(send(request).body());
    }

    /** Sum of all time series of this name that have this label. */
    public double metrics(String name, String label) {
        return new String(get(management("/q/metrics")).body(), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith(name) && line.contains(label))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    public String output() {
        return read(log());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path log() {
        return folder.resolve(log);
    }

    public static HttpResponse<byte[]> get(URI uri) {
        return send(HttpRequest.newBuilder(uri).GET());
    }

    public static HttpResponse<byte[]> send(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        if (process != null && process.isAlive()) kill();
    }
}
