package io.serai.cli;

import picocli.CommandLine.Command;

@Command(
        name = "messages",
        description = "Inbound messages and what became of them.",
        subcommands = {MessagesList.class, MessagesShow.class})
class MessagesCommand extends Group {}
