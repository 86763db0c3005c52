package io.serai.cli;

import picocli.CommandLine.Command;

@Command(
        name = "replay",
        description = "Offers dead letters once more to the group that gave them up. Nothing newer is overwritten.")
class DeadReplay extends DeadDecision {
    DeadReplay() {
        super("replay", "replayed");
    }
}
