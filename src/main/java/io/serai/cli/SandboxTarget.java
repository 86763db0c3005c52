package io.serai.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which double of which sandbox. */
@Command(
        exitCodeListHeading = Exit.HEADING,
        exitCodeList = {
            Exit.OK_TEXT,
            "1:the sandbox has no such system",
            Exit.USAGE_TEXT,
            "3:the sandbox cannot be reached, or cannot answer"
        })
class SandboxTarget {
    @Parameters(index = "0", paramLabel = "SYSTEM", description = "Such as magento-pl or salesforce.")
    String system;

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "${env:SERAI_SANDBOX_URL:-http://localhost:8080}",
            description = "Where the sandbox answers: the runtime's HTTP port, or that of 'serai sandbox run';"
                    + " default is the variable SERAI_SANDBOX_URL, or http://localhost:8080.")
    String url;

    Remote remote() {
        return new Remote(
                url,
                "Start a sandbox with 'serai sandbox run' or in the runtime (serai.sandbox.enabled=true),"
                        + " or name another one with --url or SERAI_SANDBOX_URL.",
                Map.of());
    }

    String path(String what) {
        return "/sandbox/" + Remote.segment(system) + "/" + what;
    }
}
