package io.serai.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.Needs;
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
        Needs.program("kubectl");
        return Manifest.all(run("kubectl", "kustomize", folder.toString()));
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
