package io.serai.it.oracle;

import io.serai.it.Flows;
import io.serai.it.RuntimeProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** One runtime with files of its own, as in a container of its own. */
record Replica(int number, RuntimeProcess runtime, Flows flows) {
    static Replica in(Path parent, int number) {
        try {
            Path folder = Files.createDirectory(parent.resolve("replica" + number));
            return new Replica(number, new RuntimeProcess(folder), Flows.copiedTo(folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
