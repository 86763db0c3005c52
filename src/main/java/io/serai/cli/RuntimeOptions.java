package io.serai.cli;

import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Where the running runtime is. */
@Command(
        exitCodeListHeading = Exit.HEADING,
        exitCodeList = {Exit.OK_TEXT, Exit.NOTHING_TEXT, Exit.USAGE_TEXT, Exit.UNREACHABLE_TEXT})
class RuntimeOptions {
    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "${env:SERAI_URL:-http://localhost:9000}",
            description =
                    "Management port of the runtime; default is the variable SERAI_URL, or http://localhost:9000.")
    String url;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            defaultValue = "${env:SERAI_CONSOLE_TOKEN:-}",
            description = "Its serai.console.token, if it has one; default is the variable SERAI_CONSOLE_TOKEN.")
    String token;

    Remote remote() {
        Map<String, String> headers = new HashMap<>();
        headers.put("X-Serai-User", System.getProperty("user.name", "cli"));
        if (token != null && !token.isBlank()) headers.put("Authorization", "Bearer " + token);
        return new Remote(
                url, "Start the runtime with 'serai run', or name another one with --url or SERAI_URL.", headers);
    }
}
