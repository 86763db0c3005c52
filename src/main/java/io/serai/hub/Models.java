package io.serai.hub;

import io.serai.message.Finding;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The canonical entities, read from a folder of {@code <entity>.yaml} files. Thread-safe: readers see one state or the next. */
public final class Models {
    private final Path folder;
    private volatile Map<String, Model> models = Map.of();

    /** @param folder with one file for each entity; read by {@link #reload} */
    public Models(Path folder) {
        this.folder = folder;
    }

    /**
     * Reads the folder again. With an error anywhere all entities stay as they were (Invariant 6).
     *
     * @return what is wrong; empty when the new state is in use
     */
    public List<Finding> reload() {
        ModelFiles files = ModelFiles.read(folder);
        if (files.findings().stream().noneMatch(Finding::isError)) models = files.models();
        return files.findings();
    }

    Optional<Model> find(String entity) {
        return Optional.ofNullable(models.get(entity));
    }

    /** The model of an entity that records exist of; without its file, every field belongs to who wrote last. */
    Model known(String entity) {
        Model model = models.get(entity);
        return model != null
                ? model
                : new Model(entity, List.of(), List.of(), new Field(false, Ownership.BY_TIME, true, Map.of()));
    }

    Map<String, Model> all() {
        return models;
    }
}
