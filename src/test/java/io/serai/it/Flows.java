package io.serai.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** Copies of this project's routes and mappings, to be edited. */
public record Flows(Path folder) {

    public static Flows copiedTo(Path folder) {
        copy(Path.of("routes"), folder.resolve("routes"));
        copy(Path.of("mappings"), folder.resolve("mappings"));
        return new Flows(folder);
    }

    /** Those of an example beside them. */
    Flows with(Path example) {
        copy(example.resolve("routes"), routes());
        if (Files.exists(example.resolve("mappings"))) copy(example.resolve("mappings"), mappings());
        return this;
    }

    public Path routes() {
        return folder.resolve("routes");
    }

    public Path mappings() {
        return folder.resolve("mappings");
    }

    /** {@code file} is relative, such as {@code routes/webhooks.camel.yaml}; {@code old} must be in it. */
    public Flows edit(String file, String old, String changed) {
        String text = read(file);
        if (!text.contains(old)) throw new IllegalArgumentException(file + " has no " + old);
        return write(file, text.replace(old, changed));
    }

    public Flows write(String file, String text) {
        try {
            Path whole = folder.resolve(file + ".new");
            Files.writeString(whole, text);
            Files.move(whole, folder.resolve(file), StandardCopyOption.ATOMIC_MOVE);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes all files of a folder but these. */
    Flows only(String in, String... names) {
        try (Stream<Path> files = Files.list(folder.resolve(in))) {
            for (Path file : (Iterable<Path>) files::iterator)
                if (Files.isRegularFile(file)
                        && !List.of(names).contains(file.getFileName().toString())) Files.delete(file);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String read(String file) {
        try {
            return Files.readString(folder.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : (Iterable<Path>) all::iterator) {
                Path copy = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) Files.createDirectories(copy);
                else Files.copy(path, copy);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
