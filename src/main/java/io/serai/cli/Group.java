package io.serai.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that only holds others. */
abstract class Group implements Runnable {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help message and exit.")
    boolean help;

    @Spec
    CommandSpec command;

    @Override
    public void run() {
        String verbs = String.join(", ", command.subcommands().keySet());
        throw new ParameterException(command.commandLine(), "'" + command.qualifiedName() + "' needs one of: " + verbs);
    }
}
