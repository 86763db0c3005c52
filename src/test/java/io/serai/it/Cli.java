package io.serai.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a command of the packaged program printed, and its exit code. */
record Cli(int exit, String output) {

    /** Asks a running runtime. */
    static Cli run(RuntimeProcess runtime, String... arguments) {
        return run("", runtime.management("").toString(), arguments);
    }

    /** Asks nobody. */
    static Cli run(String... arguments) {
        return run("", "", arguments);
    }

    /** As the one before, with a standard input. */
    static Cli fed(String input, String... arguments) {
        return run(input, "", arguments);
    }

    private static Cli run(String input, String url, String... arguments) {
        ProcessBuilder builder =
                new ProcessBuilder(Runner.command(Runner.quickStart(), List.of(arguments))).redirectErrorStream(true);
        if (!url.isEmpty()) builder.environment().put("SERAI_URL", url);
        try {
            Process process = builder.start();
            process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Cli(process.waitFor(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
