package io.serai.cli;

import picocli.CommandLine.Command;

@Command(
        name = "record",
        description = "Records: what is known of a customer, company, order or product across all systems.",
        subcommands = {RecordShow.class, RecordEngagements.class})
class RecordCommand extends Group {}
