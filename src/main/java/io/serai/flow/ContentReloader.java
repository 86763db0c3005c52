package io.serai.flow;

import io.serai.flow.check.FlowFile;
import io.serai.message.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Follows the changes of one {@link CheckedContent} as {@link Reloader} does those of the routes. One thread at a time. */
final class ContentReloader {
    private final CheckedContent content;
    private final ReloadLog log;
    private String seen;

    ContentReloader(CheckedContent content, ReloadLog log) {
        this.content = content;
        this.log = log;
    }

    void start() {
        content.reload();
        seen = settledOrEmpty();
    }

    private String settledOrEmpty() {
        try {
            return hash();
        } catch (IOException e) {
            return ""; // the first poll looks again
        }
    }

    /** Looks for changes and takes them when nothing is wrong with them. */
    void poll() throws IOException, InterruptedException {
        String disk = hash();
        if (disk.equals(seen)) return;
        Thread.sleep(50);
        if (!hash().equals(disk)) return; // still being written: the next poll looks again
        seen = disk;
        reload();
    }

    private void reload() {
        Instant begin = Instant.now();
        String from = content.revision();
        List<Finding> findings = content.findings();
        boolean ok = findings.stream().noneMatch(Finding::isError);
        if (ok) content.reload();
        String to = ok ? content.revision() : seen;
        String folder = content.folder().toString();
        if (ok && to.equals(from)) log.forgetFailure(folder);
        else
            log.add(new Reload(
                    folder, content.kind(), from, to, ok, findings, begin, Duration.between(begin, Instant.now())));
    }

    private String hash() throws IOException {
        StringBuilder all = new StringBuilder();
        for (Path file : files(content.folder()))
            all.append(file).append('\0').append(Files.readString(file)).append('\0');
        return FlowFile.hash(all.toString());
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) return List.of();
        try (Stream<Path> files = Files.walk(folder, java.nio.file.FileVisitOption.FOLLOW_LINKS)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !folder.relativize(file).toString().startsWith("."))
                    .sorted()
                    .toList();
        } catch (java.io.UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
