package io.serai.cli;

import io.quarkus.runtime.Quarkus;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Returns when the runtime has stopped; Quarkus ends the process itself when it could not start. */
@Command(
        name = "run",
        description = "Runs the flows until it is told to stop (Ctrl-C or SIGTERM); lets what is under way end first.",
        exitCodeListHeading = Exit.HEADING,
        exitCodeList = {
            "0:stopped; 130 after Ctrl-C, 143 after SIGTERM",
            "1:could not start; the log says why",
            Exit.USAGE_TEXT
        })
class RunCommand implements Callable<Integer> {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help message and exit.")
    boolean help;

    @Override
    public Integer call() {
        Quarkus.run();
        return Exit.OK;
    }
}
