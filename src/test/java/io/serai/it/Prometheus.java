package io.serai.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** This machine's Prometheus, with the configuration of deploy/prometheus, which scrapes and evaluates more often. */
final class Prometheus implements AutoCloseable {
    static final Path RULES = Path.of("deploy/prometheus/rules");

    private final URI address = URI.create("http://localhost:" + Ports.free());
    private final Path config;
    private final Process process;

    /**
     * @param folder of its own
     * @param rules the folder of the rules
     */
    Prometheus(Path folder, Path rules, String interval, RuntimeProcess runtime) throws IOException {
        config = folder.resolve("prometheus.yml");
        Files.writeString(
                config,
                Files.readString(Path.of("deploy/prometheus/prometheus.yml"))
                        .replace("rules/*.yml", rules.toAbsolutePath() + "/*.yml")
                        .replace("15s", interval)
                        .replace("localhost:9000", runtime.management("").getAuthority()));
        process = new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + folder.resolve("tsdb"),
                        "--web.enable-lifecycle",
                        "--web.listen-address=" + address.getAuthority())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start();
    }

    PrometheusApi api() {
        return new PrometheusApi(address);
    }

    /** From now on it knows of no instance. */
    void forgetTargets() throws IOException {
        Files.writeString(config, Files.readString(config).replaceFirst("targets: \\[.*]", "targets: []"));
        assertThat(RuntimeProcess.send(HttpRequest.newBuilder(address.resolve("/-/reload"))
                                .POST(HttpRequest.BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(200);
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
}
