package io.serai.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What k8s/ tells to run as a Job are commands that there are. */
class JobCommandsTest {
    private static final Pattern IN_A_TABLE = Pattern.compile("`\\[([a-z][^\\]`]*)]`");
    private static final Pattern OF_A_JOB = Pattern.compile("args: \\[([^\\]]*)]");

    static Stream<String> commands() throws IOException {
        String readme = Files.readString(Path.of("k8s/README.md"));
        String example = Files.readString(Path.of("k8s/examples/replay-dead-letters.yaml"));
        return Stream.concat(
                IN_A_TABLE.matcher(readme).results(), OF_A_JOB.matcher(example).results())
                .map(found -> found.group(1))
                .toList()
                .stream();
    }

    @Test
    void thereAreSome() throws IOException {
        assertThat(commands())
                .contains("dead, replay, --topic, order.changed", "flows")
                .hasSizeGreaterThan(5);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void itIsUnderstood(String command) {
        List<String> arguments = List.of(command.split(", "));
        assertThat(Serai.commandLine()
                        .parseArgs(arguments.toArray(String[]::new))
                        .subcommand())
                .isNotNull();
    }
}
