package io.serai.mapping;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The YAML files of a folder as they are at one moment.
 *
 * @param files by their path with the folder, with slashes
 */
record Folder(String name, Map<String, Content> files) {

    /** @param revision first 12 hex digits of the SHA-256 */
    record Content(String text, String revision) {}

    static Folder read(Path folder, Findings findings) {
        Map<String, Content> files = new TreeMap<>();
        String name = slashed(folder);
        if (!Files.isDirectory(folder)) {
            findings.error(new Place(name, 1, 1), "there is no such folder (setting serai.mappings)");
            return new Folder(name, files);
        }
        try (Stream<Path> paths = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            for (Path path : paths.filter(path -> isOurs(folder, path)).toList())
                files.put(slashed(path), content(path, findings));
        } catch (IOException | UncheckedIOException e) {
            findings.error(new Place(name, 1, 1), "the folder cannot be read: " + e.getMessage());
        }
        files.values().removeIf(content -> content.text() == null);
        return new Folder(name, files);
    }

    /** Hidden files and folders are none of ours: editors and Kubernetes keep copies in them. */
    private static boolean isOurs(Path folder, Path path) {
        for (Path part : folder.relativize(path)) if (part.toString().startsWith(".")) return false;
        return path.toString().endsWith(".yaml") && Files.isRegularFile(path);
    }

    private static Content content(Path path, Findings findings) {
        try {
            byte[] bytes = Files.readAllBytes(path);
            return new Content(new String(bytes, StandardCharsets.UTF_8), revision(bytes));
        } catch (IOException e) {
            findings.error(new Place(slashed(path), 1, 1), "the file cannot be read: " + e.getMessage());
            return new Content(null, null);
        }
    }

    private static String revision(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(hash).substring(0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String slashed(Path path) {
        return path.toString().replace('\\', '/');
    }

    /** Those whose path ends so, with the folder's name left out in front. */
    Map<String, Content> in(String subfolder) {
        return only(file -> file.startsWith(name + "/" + subfolder + "/"));
    }

    Map<String, Content> ending(String suffix) {
        return only(file -> file.endsWith(suffix));
    }

    private Map<String, Content> only(java.util.function.Predicate<String> wanted) {
        return files.entrySet().stream()
                .filter(entry -> wanted.test(entry.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, TreeMap::new));
    }

    Map<String, String> revisions() {
        return files.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().revision()));
    }
}
