package io.serai.it.oracle;

import static org.awaitility.Awaitility.await;

import io.serai.Needs;
import io.serai.it.Ports;
import java.time.Duration;
import java.util.List;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/** A container that is killed and started again, with its files, on the port that it had. */
record Container(GenericContainer<?> container, int port, String upMessage) implements AutoCloseable {

    /** @param upMessage what its log says each time when it is up */
    static Container start(GenericContainer<?> container, int inside, String upMessage) {
        int port = Ports.free();
        container.setPortBindings(List.of(port + ":" + inside));
        container.withStartupTimeout(Duration.ofMinutes(5)).start();
        return new Container(container, port, upMessage);
    }

    /** The image that the environment names, else the official one. */
    static DockerImageName image(String variable, String official) {
        Needs.docker();
        String repository = official.substring(0, official.lastIndexOf(':'));
        return DockerImageName.parse(System.getenv().getOrDefault(variable, official))
                .asCompatibleSubstituteFor(repository);
    }

    /** SIGKILL, and up again. */
    void killAndStart(long millisDown) {
        int before = timesUp();
        container.getDockerClient().killContainerCmd(container.getContainerId()).exec();
        Pause.millis(millisDown);
        container
                .getDockerClient()
                .startContainerCmd(container.getContainerId())
                .exec();
        await(upMessage)
                .atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> timesUp() > before);
    }

    /** Runs a command in it and returns what it printed; fails if that fails. */
    String run(String... command) throws Exception {
        var result = container.execInContainer(command);
        if (result.getExitCode() != 0) throw new IllegalStateException(result.getStdout() + result.getStderr());
        return result.getStdout();
    }

    private int timesUp() {
        return container.getLogs().split(java.util.regex.Pattern.quote(upMessage), -1).length - 1;
    }

    @Override
    public void close() {
        container.close();
    }
}
