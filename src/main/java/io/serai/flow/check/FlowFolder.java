package io.serai.flow.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads {@code *.camel.yaml} and {@code *.camel.xml} of a folder, and {@code kamelets/*.kamelet.yaml} in it. */
public final class FlowFolder {
    private final Path folder;

    public FlowFolder(Path folder) {
        this.folder = folder;
    }

    public Path path() {
        return folder;
    }

    /**
     * All files by name, as they are on disk now.
     *
     * @throws IOException when the folder is missing or a file vanished or cannot be read
     */
    public SortedMap<String, FlowFile> read() throws IOException {
        SortedMap<String, FlowFile> found = new TreeMap<>();
        read(folder, found);
        Path kamelets = folder.resolve("kamelets");
        if (Files.isDirectory(kamelets)) read(kamelets, found);
        return found;
    }

    private static void read(Path folder, Map<String, FlowFile> found) throws IOException {
        for (Path file : list(folder)) {
            Optional<FlowFile.Kind> kind = FlowFile.Kind.of(file.getFileName().toString());
            if (kind.isEmpty()) continue;
            found.put(file.toString(), FlowFile.of(file.toString(), kind.get(), Files.readString(file)));
        }
    }

    /** Links are followed and hidden names left out: a mounted ConfigMap keeps its versions in {@code ..data}. */
    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !file.getFileName().toString().startsWith("."))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }
}
