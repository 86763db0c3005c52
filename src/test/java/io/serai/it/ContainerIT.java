package io.serai.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import io.serai.Needs;
import io.serai.message.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** The image of deploy/Dockerfile.jvm, run as Kubernetes runs it: read-only, as a user without rights, with 512 MB. */
@Tag("jvm")
class ContainerIT {
    private static final String USER = "10001";
    private static final String IMAGE = "serai-it:" + UUID.randomUUID();
    private static final String VOLUME = "serai-it-" + UUID.randomUUID();

    private static final int GRACE_SECONDS = 60;

    @TempDir
    static Path folder;

    @BeforeAll
    static void buildTheImage() throws Exception {
        Needs.docker();
        String base = System.getenv().getOrDefault("TEMURIN_IMAGE", "eclipse-temurin:25-jre");
        docker("build", "-f", "deploy/Dockerfile.jvm", "--build-arg", "BASE_IMAGE=" + base, "-t", IMAGE, ".");
    }

    @AfterAll
    static void removeWhatWasMade() throws Exception {
        if (!Needs.dockerIsThere()) return;
        docker("volume", "rm", "-f", VOLUME);
        docker("image", "rm", "-f", IMAGE);
    }

    @Test
    void itRunsWithoutRightsAndKeepsItsDataWhenItIsKilled() throws Exception {
        String message;
        try (GenericContainer<?> first = container()) {
            first.start();
            assertThat(first.execInContainer("id", "-u").getStdout()).isEqualTo(USER + "\n");
            assertThat(first.execInContainer("cat", "/proc/1/status").getStdout())
                    .containsPattern("CapEff:\\s+0000000000000000")
                    .containsPattern("NoNewPrivs:\\s+1");
            assertThat(first.execInContainer("touch", "/opt/serai/routes/x").getStderr())
                    .contains("Read-only file system");
            assertThat(get(first, "/serai/flows").get("flows")).isNotEmpty();
            message = firstDelivered(first);
            DockerClientFactory.instance()
                    .client()
                    .killContainerCmd(first.getContainerId())
                    .exec();
        }
        try (GenericContainer<?> second = container()) {
            second.start();
            assertThat(get(second, "/serai/messages/" + message).findValuesAsText("outcome"))
                    .contains("delivered");
            assertThat(exitAfterStop(second))
                    .as("ended by SIGTERM, within its grace")
                    .isEqualTo(143);
        }
    }

    private static long exitAfterStop(GenericContainer<?> container) {
        DockerClient docker = DockerClientFactory.instance().client();
        docker.stopContainerCmd(container.getContainerId())
                .withTimeout(GRACE_SECONDS)
                .exec();
        return docker.inspectContainerCmd(container.getContainerId())
                .exec()
                .getState()
                .getExitCodeLong();
    }

    @Test
    void whatIsMountedOverItsRoutesAndMappingsIsUsedInstead() throws Exception {
        Flows mounted = Flows.copiedTo(folder)
                .edit("routes/orders-to-salesforce.camel.yaml", "hub:delivered", "hub:deliverd")
                .edit("mappings/salesforce/salesforce-contact.mapping.yaml", "from: .firstName,", "from: .lastName,");
        String output = dockerRefuses(
                "run",
                "--rm",
                "--read-only",
                "--network",
                "none",
                "--tmpfs",
                "/tmp",
                "-v",
                readable(mounted.routes()) + ":/opt/serai/routes:ro",
                "-v",
                readable(mounted.mappings()) + ":/opt/serai/mappings:ro",
                IMAGE,
                "check");
        assertThat(output).contains("orders-to-salesforce.camel.yaml", "'deliverd'", "salesforce-contact", "FirstName");
    }

    /** By a user of the container, too. */
    private static Path readable(Path folder) throws IOException {
        for (Path each = folder; each.startsWith(ContainerIT.folder); each = each.getParent())
            Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxr-xr-x"));
        return folder;
    }

    /** PostgreSQL, RabbitMQ and Prometheus are those of deploy/compose.yaml. */
    @Test
    void composeShowsItToPrometheusWithItsMetrics() {
        Compose.isNeeded();
        try (Compose compose = new Compose(IMAGE, "rabbitmq")) {
            compose.up();
            compose.awaitResult("up{job=\"serai\"} == 1");
            compose.awaitResult("serai_bus_connected{transport=\"rabbitmq\"} == 1");
            compose.awaitResult("sum(serai_flow_messages_total{outcome=\"delivered\"}) > 0");
        }
    }

    @Test
    void itChecksItsRoutesAndMappings() throws Exception {
        assertThat(docker("run", "--rm", "--read-only", "--network", "none", "--tmpfs", "/tmp", IMAGE, "check"))
                .contains("Nothing is wrong in routes and mappings.");
    }

    @Test
    void theImageSaysWhatItIsAndHowItStops() throws Exception {
        var config = DockerClientFactory.instance()
                .client()
                .inspectImageCmd(IMAGE)
                .exec()
                .getConfig();
        assertThat(config.getUser()).isEqualTo("10001:10001");
        assertThat(config.getLabels())
                .containsEntry("org.opencontainers.image.licenses", "Apache-2.0")
                .containsKeys("org.opencontainers.image.version", "org.opencontainers.image.revision");
        assertThat(docker("image", "inspect", "-f", "{{.Config.StopSignal}}", IMAGE))
                .isEqualTo("SIGTERM\n");
        assertThat(config.getEntrypoint()).startsWith("java").contains("-XX:AOTCache=/opt/serai/serai.aot");
    }

    private static GenericContainer<?> container() {
        return new GenericContainer<>(DockerImageName.parse(IMAGE))
                .withCreateContainerCmdModifier(create -> {
                    HostConfig host = create.getHostConfig();
                    host.withReadonlyRootfs(true)
                            .withCapDrop(Capability.ALL)
                            .withSecurityOpts(List.of("no-new-privileges"))
                            .withTmpFs(Map.of("/tmp", "rw,exec,mode=1777"))
                            .withBinds(new Bind(VOLUME, new Volume("/data")))
                            .withMemory(512L << 20);
                })
                .withEnv("QUARKUS_PROFILE", "sandbox")
                .withExposedPorts(9000)
                .waitingFor(Wait.forHttp("/q/health/ready").forPort(9000))
                .withStartupTimeout(Duration.ofMinutes(3));
    }

    /** The id of a message that has reached Salesforce. */
    private static String firstDelivered(GenericContainer<?> container) {
        return await("a message that was delivered")
                .atMost(Duration.ofMinutes(3))
                .until(
                        () -> {
                            for (JsonNode message :
                                    get(container, "/serai/messages").get("messages"))
                                if (message.findValuesAsText("outcome").contains("delivered"))
                                    return message.get("id").asText();
                            return "";
                        },
                        id -> !id.isEmpty());
    }

    private static JsonNode get(GenericContainer<?> container, String path) {
        URI uri = URI.create("http://" + container.getHost() + ":" + container.getMappedPort(9000) + path);
        return Json.read(RuntimeProcess.get(uri).body());
    }

    /** Its output; the test fails when it does. */
    private static String docker(String... arguments) throws Exception {
        Ended ended = run(arguments);
        assertThat(ended.exit()).as(ended.output()).isZero();
        return ended.output();
    }

    private static String dockerRefuses(String... arguments) throws Exception {
        Ended ended = run(arguments);
        assertThat(ended.exit()).as(ended.output()).isEqualTo(1);
        return ended.output();
    }

    private record Ended(int exit, String output) {}

    private static Ended run(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(Path.of("").toAbsolutePath().toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }
}
