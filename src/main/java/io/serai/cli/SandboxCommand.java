package io.serai.cli;

import picocli.CommandLine.Command;

@Command(
        name = "sandbox",
        description = "The vendors' doubles: make load, make them fail, look into them.",
        subcommands = {SandboxRun.class, SandboxLoad.class, SandboxFail.class, SandboxShow.class})
class SandboxCommand extends Group {}
