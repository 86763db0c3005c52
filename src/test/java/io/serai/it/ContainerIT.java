package io.serai.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.serai.message.Json;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/** The packaged runtime as it is deployed: on a newer Java, in a container, as a user without rights. */
class ContainerIT {
    private static final String USER = "10001";

    @Test
    void itRunsOnJava25AsAUserWithoutRights() throws Exception {
        assumeTrue(
                DockerClientFactory.instance().isDockerAvailable(),
                "there is no Docker here: not tested in a container");
        String image = System.getenv().getOrDefault("TEMURIN_IMAGE", "eclipse-temurin:25-jre");
        try (GenericContainer<?> container = new GenericContainer<>(DockerImageName.parse(image))) {
            container
                    .withCopyFileToContainer(host(runner()), "/opt/serai")
                    .withCopyFileToContainer(host(Path.of("routes")), "/opt/serai/routes")
                    .withCopyFileToContainer(host(Path.of("mappings")), "/opt/serai/mappings")
                    .withWorkingDirectory("/opt/serai")
                    .withCreateContainerCmdModifier(create -> create.withUser(USER))
                    .withEnv("QUARKUS_PROFILE", "sandbox")
                    .withEnv("SERAI_STORE_FILE", "/tmp/serai/serai.db")
                    .withCommand("java", "-jar", "quarkus-run.jar")
                    .withExposedPorts(9000)
                    .waitingFor(Wait.forHttp("/q/health/ready").forPort(9000))
                    .withStartupTimeout(Duration.ofMinutes(2))
                    .start();
            assertThat(container.execInContainer("id", "-u").getStdout()).isEqualTo(USER + "\n");
            assertThat(container.execInContainer("java", "-version").getStderr())
                    .contains("\"25.");
            URI flows =
                    URI.create("http://" + container.getHost() + ":" + container.getMappedPort(9000) + "/serai/flows");
            assertThat(Json.read(RuntimeProcess.get(flows).body()).get("flows")).isNotEmpty();
        }
    }

    private static Path runner() {
        return Path.of(System.getProperty("serai.runner")).getParent();
    }

    private static MountableFile host(Path path) {
        return MountableFile.forHostPath(path);
    }
}
