package io.serai.flow;

import io.serai.flow.check.FlowFile;
import io.serai.message.Finding;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Follows the changes of one {@link CheckedContent} as {@link Reloader} does those of the routes. One thread at a time. */
final class ContentReloader {
    private final CheckedContent content;
    private final ReloadLog log;
    private Map<String, String> seen = Map.of();
    private Map<String, String> used = Map.of();

    ContentReloader(CheckedContent content, ReloadLog log) {
        this.content = content;
        this.log = log;
    }

    /** Reads the folder for the first time. */
    List<Finding> start() throws IOException {
        seen = revisions();
        used = seen;
        return content.reload();
    }

    /** Looks for changes and takes them when nothing is wrong with them. */
    void poll() throws IOException, InterruptedException {
        Map<String, String> disk = revisions();
        if (disk.equals(seen)) return;
        Thread.sleep(50);
        if (!revisions().equals(disk)) return; // still being written: the next poll looks again
        seen = disk;
        reload(disk);
    }

    private void reload(Map<String, String> disk) {
        Instant begin = Instant.now();
        List<Finding> errors =
                content.reload().stream().filter(Finding::isError).toList();
        Duration took = Duration.between(begin, Instant.now());
        Map<String, String> now = new TreeMap<>(used);
        for (String file : names(disk)) {
            List<Finding> why = errors.stream()
                    .filter(error -> content.holdsBack(error, file))
                    .toList();
            String from = used.get(file);
            String to = disk.get(file);
            if (Objects.equals(from, to)) log.forgetFailure(file);
            else log.add(new Reload(file, content.kind(), from, to, why.isEmpty(), why, begin, took));
            if (why.isEmpty() && to != null) now.put(file, to);
            else if (why.isEmpty()) now.remove(file);
        }
        used = now;
    }

    private Set<String> names(Map<String, String> disk) {
        Set<String> names = new TreeSet<>(disk.keySet());
        names.addAll(used.keySet());
        log.failures().stream()
                .filter(failure -> failure.kind().equals(content.kind()))
                .forEach(failure -> names.add(failure.file()));
        return names;
    }

    private Map<String, String> revisions() throws IOException {
        Map<String, String> revisions = new TreeMap<>();
        for (Path file : files(content.folder())) revisions.put(file.toString(), FlowFile.hash(Files.readString(file)));
        return revisions;
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) return List.of();
        try (Stream<Path> files = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> !folder.relativize(file).toString().startsWith("."))
                    .sorted()
                    .toList();
        } catch (java.io.UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
