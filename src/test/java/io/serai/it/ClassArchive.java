package io.serai.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * What a JVM has loaded of the packaged runtime, kept for the next ones: tests start it some hundred times. It is made by the first test
 * that starts one, and again for another runtime or JVM; a JVM that cannot use it does without.
 */
final class ClassArchive {
    private static Path file;

    private ClassArchive() {}

    /** Options of a JVM that starts quickly and needs not become fast. */
    static synchronized List<String> options() {
        if (file == null) file = made(Path.of(System.getProperty("serai.runner")));
        return List.of(
                "-XX:TieredStopAtLevel=1", "-XX:SharedArchiveFile=" + file, "-Xlog:cds=off", "-Xlog:cds+dynamic=off");
    }

    private static Path made(Path runner) {
        try {
            String version =
                    Runtime.version() + "-" + Files.getLastModifiedTime(runner).toMillis();
            Path archive = runner.toAbsolutePath().getParent().resolveSibling("classes-" + version + ".jsa");
            if (!Files.exists(archive)) {
                removeFrom(archive.getParent());
                make(archive);
            }
            return archive;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those of other builds. */
    private static void removeFrom(Path folder) throws IOException {
        try (DirectoryStream<Path> old = Files.newDirectoryStream(folder, "classes-*.jsa")) {
            for (Path each : old) Files.deleteIfExists(each); // another process may do it, too
        }
    }

    /** Beside its place first, as another process may make it too. */
    private static void make(Path archive) throws IOException {
        Path folder = Files.createTempDirectory(archive.getParent(), "training");
        Path made = folder.resolve("classes.jsa");
        try (RuntimeProcess training = new RuntimeProcess(folder)
                .set("quarkus.profile", "sandbox")
                .options(List.of("-XX:TieredStopAtLevel=1", "-XX:ArchiveClassesAtExit=" + made))) {
            training.start();
            training.terminate();
            training.awaitEnd();
            if (!Files.exists(made)) throw new IllegalStateException("no archive was made:\n" + training.output());
        }
        Files.move(made, archive, StandardCopyOption.ATOMIC_MOVE);
    }
}
