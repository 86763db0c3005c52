package io.serai.mapping;

import io.quarkus.arc.Unremovable;
import io.serai.message.Finding;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The mapping tables of a folder, compiled. What is read is an immutable snapshot; a reload swaps it at once, so that a record is
 * mapped by one revision from beginning to end. Thread-safe.
 *
 * <p>What is wrong with the files is in {@link #findings()}, and whoever starts routes decides.
 */
@Singleton
@Unremovable
public final class Mappings {
    private final Path folder;
    /** Null until the folder was read for the first time. */
    private final AtomicReference<Snapshot> current = new AtomicReference<>();

    private Map<String, String> attempted = Map.of();
    private Jq jq;

    private record Snapshot(Map<String, Plan> plans, List<Finding> findings) {}

    /**
     * What a reload did.
     *
     * @param changed files that are new, changed or gone since the last time
     * @param findings all that is wrong in the folder now
     * @param kept tables that stay as they were because their file, or a file under them, has errors
     */
    public record Reload(List<String> changed, List<Finding> findings, List<String> kept) {
        public boolean clean() {
            return findings.stream().noneMatch(Finding::isError);
        }
    }

    /** Begins to load the folder and to run its tests while the rest of the runtime starts; who asks for anything waits for the end. */
    @Inject
    public Mappings(@ConfigProperty(name = "serai.mappings", defaultValue = "mappings") String folder) {
        this(Path.of(folder));
        Thread loading = new Thread(this::snapshot, "serai-mappings");
        loading.setDaemon(true);
        loading.start();
    }

    private Mappings(Path folder) {
        this.folder = folder;
    }

    /** Loads a folder and runs its tests; what is wrong is in {@link #findings()}. */
    public static Mappings load(Path folder) {
        Mappings mappings = new Mappings(folder);
        mappings.snapshot();
        return mappings;
    }

    private Snapshot snapshot() {
        Snapshot read = current.get();
        return read != null ? read : first();
    }

    private synchronized Snapshot first() {
        if (current.get() == null) reload();
        return current.get();
    }

    /** The table of this name as it is now. */
    public Optional<Plan> find(String name) {
        return Optional.ofNullable(snapshot().plans().get(name));
    }

    /** @throws IllegalArgumentException with what is known, when there is no such table */
    public Plan plan(String name) {
        return find(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        Names.unknown("mapping", name, snapshot().plans().keySet())));
    }

    public Collection<Plan> plans() {
        return new TreeMap<>(snapshot().plans()).values();
    }

    /** All that is wrong in the folder, as it was when last read. */
    public List<Finding> findings() {
        return snapshot().findings();
    }

    /**
     * Reads the folder again when a file changed. A table with errors or failing tests stays as it was, the others change; when an
     * entity or value table has errors, all stay (Invariant 6).
     */
    public synchronized Reload reload() {
        Findings reading = new Findings();
        Folder now = Folder.read(folder, reading);
        Map<String, String> revisions = now.revisions();
        List<String> changed = changed(attempted, revisions);
        Snapshot old = current.get() == null ? new Snapshot(Map.of(), List.of()) : current.get();
        boolean first = old.plans().isEmpty();
        if (changed.isEmpty() && !reading.failed() && !first) return new Reload(changed, old.findings(), List.of());
        attempted = revisions;
        if (jq == null) jq = new Jq();
        Loader.Loaded loaded = Loader.load(now, jq);
        reading.addAll(loaded.ground());
        boolean ground = !reading.failed();
        reading.addAll(loaded.tables());
        Map<String, Plan> plans = new TreeMap<>(ground || first ? loaded.plans() : Map.of());
        List<String> kept = keep(old.plans(), plans, now, ground);
        current.set(new Snapshot(Map.copyOf(plans), reading.list()));
        return new Reload(changed, reading.list(), kept);
    }

    private static List<String> keep(Map<String, Plan> old, Map<String, Plan> plans, Folder now, boolean ground) {
        List<String> kept = new ArrayList<>();
        old.forEach((name, plan) -> {
            boolean gone = ground && !now.files().containsKey(plan.head().file());
            if (!gone && plans.putIfAbsent(name, plan) == null) kept.add(name);
        });
        return kept.stream().sorted().toList();
    }

    private static List<String> changed(Map<String, String> before, Map<String, String> now) {
        TreeSet<String> files = new TreeSet<>(before.keySet());
        files.addAll(now.keySet());
        files.removeIf(file -> java.util.Objects.equals(before.get(file), now.get(file)));
        return List.copyOf(files);
    }
}
