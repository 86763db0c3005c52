package io.serai.cli;

import picocli.CommandLine.Command;

@Command(name = "discard", description = "Removes dead letters for good.")
class DeadDiscard extends DeadDecision {
    DeadDiscard() {
        super("discard", "discarded");
    }
}
