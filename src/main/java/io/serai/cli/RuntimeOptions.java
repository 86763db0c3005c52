package io.serai.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
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

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            defaultValue = "${env:SERAI_CONSOLE_TOKEN_FILE:-}",
            description = "The file that holds the token; default is the variable SERAI_CONSOLE_TOKEN_FILE.")
    String tokenFile;

    Remote remote() {
        Map<String, String> headers = new HashMap<>();
        headers.put("X-Serai-User", System.getProperty("user.name", "cli"));
        String secret = token();
        if (!secret.isBlank()) headers.put("Authorization", "Bearer " + secret);
        return new Remote(
                url, "Start the runtime with 'serai run', or name another one with --url or SERAI_URL.", headers);
    }

    private String token() {
        if (token != null && !token.isBlank()) return token;
        if (tokenFile == null || tokenFile.isBlank()) return "";
        try {
            return Files.readString(Path.of(tokenFile)).strip();
        } catch (IOException | InvalidPathException e) {
            throw new CommandFailed(Exit.USAGE, "the token's file cannot be read: " + tokenFile + "; see --token-file");
        }
    }
}
