package io.serai.it.oracle;

import io.serai.it.RuntimeProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The store in a file, of one process. */
record SqliteFile(Path file) implements Service {
    @Override
    public void configure(RuntimeProcess runtime) {
        runtime.set("serai.store.kind", "sqlite").set("serai.store.file", file.toString());
    }

    @Override
    public List<Fault> faults(Replicas replicas) {
        return List.of(new Fault(
                "store: no more bytes can be written", () -> full(replicas.all().get(0))));
    }

    /** As on a full disk, by the limit of the size of files that the system keeps for a process. */
    private static void full(Replica replica) throws Exception {
        limit(replica, "65536:");
        Pause.millis(3_000);
        limit(replica, "unlimited:");
    }

    private static void limit(Replica replica, String size) throws Exception {
        String process = String.valueOf(replica.runtime().pid());
        Process prlimit = start("prlimit", "--pid", process, "--fsize=" + size);
        if (!prlimit.waitFor(1, TimeUnit.MINUTES) || prlimit.exitValue() != 0)
            throw new IllegalStateException(
                    "prlimit failed: " + new String(prlimit.getInputStream().readAllBytes()));
    }

    private static Process start(String... command) throws IOException {
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    @Override
    public void close() {
        // the file goes with its folder
    }
}
