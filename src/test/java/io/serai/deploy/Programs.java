package io.serai.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Programs of the machine that tests run, where it has them. */
public final class Programs {
    private Programs() {}

    /** What {@code kubectl kustomize} makes of the folder; skips the test where there is no kubectl. */
    static List<Manifest> kustomize(Path folder) {
        assumeThereIs("kubectl");
        return Manifest.all(run("kubectl", "kustomize", folder.toString()));
    }

    public static void assumeThereIs(String program) {
        boolean there = List.of(System.getenv("PATH").split(File.pathSeparator)).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
        assumeTrue(there, "there is no " + program + " on this machine: not tested");
    }

    /** Standard output; the test fails when the program does. */
    static String run(String... command) {
        try {
            Path errors = Files.createTempFile("serai", ".err");
            Process process =
                    new ProcessBuilder(command).redirectError(errors.toFile()).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int exit = process.waitFor();
            assertThat(exit)
                    .as(String.join(" ", command) + "\n" + output + Files.readString(errors))
                    .isZero();
            Files.delete(errors);
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
