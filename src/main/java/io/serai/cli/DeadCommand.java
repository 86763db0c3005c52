package io.serai.cli;

import picocli.CommandLine.Command;

@Command(
        name = "dead",
        description = "Dead letters: messages that a flow gave up.",
        subcommands = {DeadList.class, DeadShow.class, DeadReplay.class, DeadDiscard.class})
class DeadCommand extends Group {}
