package io.serai.cli;

import picocli.CommandLine.Command;

@Command(
        name = "record",
        description = "Records: what is known of a customer, company, order or product across all systems.",
        subcommands = {
            RecordShow.class,
            RecordHistory.class,
            RecordEngagements.class,
            RecordDuplicates.class,
            RecordUnite.class
        })
class RecordCommand extends Group {}
