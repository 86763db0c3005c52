package io.serai.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class HelpTest {
    private static List<CommandLine> leaves(CommandLine command) {
        List<CommandLine> all = new ArrayList<>();
        if (command.getSubcommands().isEmpty()) all.add(command);
        command.getSubcommands().values().forEach(sub -> all.addAll(leaves(sub)));
        return all;
    }

    @Test
    void everyCommandDocumentsItsExitCodes() {
        for (CommandLine leaf : leaves(Serai.commandLine()))
            assertThat(leaf.getUsageMessage())
                    .as(leaf.getCommandSpec().qualifiedName())
                    .contains("Exit codes:")
                    .containsPattern("[10]3?0? +\\S")
                    .contains("--help");
    }

    @Test
    void everyCommandButRunAnswersInJson() {
        for (CommandLine leaf : leaves(Serai.commandLine())) {
            if (leaf.getCommandName().equals("run")) continue;
            assertThat(leaf.getCommandSpec().findOption("--json"))
                    .as(leaf.getCommandSpec().qualifiedName())
                    .isNotNull();
        }
    }

    @Test
    void wrongUsageEndsWithTwoAndSaysWhatIsThere() {
        Invocation unknown = Invocation.of("mesages");
        assertThat(unknown.exit()).isEqualTo(2);
        assertThat(unknown.err()).contains("messages");
        Invocation group = Invocation.of("dead");
        assertThat(group.exit()).isEqualTo(2);
        assertThat(group.err()).contains("needs one of: list, show, replay, discard");
    }

    @Test
    void theVersionIsTold() {
        assertThat(Invocation.of("--version").out()).matches("serai \\d+\\.\\d+\\.\\d+.*\\R");
    }
}
