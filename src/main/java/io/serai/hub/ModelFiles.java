package io.serai.hub;

import io.serai.message.Finding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** All models of a folder and what is wrong with them. */
record ModelFiles(Map<String, Model> models, List<Finding> findings) {

    static ModelFiles read(Path folder) {
        Map<String, Model> models = new HashMap<>();
        List<Finding> findings = new ArrayList<>();
        for (Path file : files(folder)) {
            try {
                Model model = new ModelReader(file.toString(), findings).read(Files.readString(file));
                if (model != null && models.putIfAbsent(model.entity(), model) != null)
                    findings.add(Finding.error(
                            file.toString(), 1, 1, "the entity " + model.entity() + " has another file already"));
            } catch (IOException e) {
                findings.add(Finding.error(file.toString(), 1, 1, "the file cannot be read: " + e.getMessage()));
            }
        }
        return new ModelFiles(Map.copyOf(models), List.copyOf(findings));
    }

    private static List<Path> files(Path folder) {
        if (!Files.isDirectory(folder)) return List.of();
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
