package io.serai.cli;

import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program. Without arguments it runs the flows. */
@QuarkusMain
@Command(
        name = "serai",
        description = "Integration runtime: connects shops, CRMs and marketing automation. Runs the flows by default.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            RunCommand.class,
            CheckCommand.class,
            FlowsCommand.class,
            BusCommand.class,
            MapCommand.class,
            MessagesCommand.class,
            DeadCommand.class,
            RecordCommand.class,
            SandboxCommand.class
        })
public class Serai implements Callable<Integer> {

    /**
     * Ends the process with the command's exit code. After {@code run} it only returns: the process is Quarkus' then, and in
     * {@code quarkus:dev} it goes on with the changed code.
     */
    public static void main(String... arguments) {
        // Quarkus sets it too, but commands that do not start Quarkus log before that.
        System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
        // Without arguments there is nothing to be understood, and it starts the sooner.
        int exit =
                arguments.length == 0 ? new RunCommand().call() : commandLine().execute(arguments);
        if (exit != Exit.OK) System.exit(exit);
    }

    /** UTF-8 wherever it runs: in most containers the platform's own charset is ASCII. */
    static CommandLine commandLine() {
        return new CommandLine(new Serai())
                .setOut(new PrintWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8), true))
                .setErr(new PrintWriter(new OutputStreamWriter(System.err, StandardCharsets.UTF_8), true))
                .setExecutionExceptionHandler(Serai::failed);
    }

    private static int failed(Exception failure, CommandLine command, CommandLine.ParseResult parsed) throws Exception {
        if (!(failure instanceof CommandFailed known)) throw failure;
        command.getErr().println("serai: " + known.getMessage());
        return known.exit();
    }

    @Override
    public Integer call() {
        return new RunCommand().call();
    }
}
