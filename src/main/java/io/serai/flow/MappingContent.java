package io.serai.flow;

import io.serai.hub.Models;
import io.serai.mapping.Mappings;
import io.serai.mapping.Plan;
import io.serai.message.Finding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The mapping tables, and the canonical entities that stand under them and under the hub. */
final class MappingContent implements CheckedContent {
    private static final String TABLE = ".mapping.yaml";
    private static final String TESTS = ".tests.yaml";

    private final Path folder;
    private final Mappings mappings;
    private final Models models;

    MappingContent(Path folder, Mappings mappings, Models models) {
        this.folder = folder;
        this.mappings = mappings;
        this.models = models;
    }

    @Override
    public String kind() {
        return "mapping";
    }

    @Override
    public Path folder() {
        return folder;
    }

    /** A table with errors counts: they are told already. */
    @Override
    public Set<String> names() {
        Set<String> names = new TreeSet<>();
        mappings.plans().stream().map(Plan::name).forEach(names::add);
        for (Finding finding : mappings.findings()) {
            String file = Path.of(finding.file()).getFileName().toString();
            if (file.endsWith(TABLE)) names.add(file.substring(0, file.length() - TABLE.length()));
        }
        return names;
    }

    @Override
    public List<Finding> reload() {
        List<Finding> findings = new ArrayList<>(models.reload());
        findings.addAll(mappings.reload().findings());
        return findings.stream().distinct().toList();
    }

    /** An error in a table or its tests concerns this table, any other one all of them. */
    @Override
    public boolean holdsBack(Finding error, String file) {
        boolean ofTable = error.file().endsWith(TABLE) || error.file().endsWith(TESTS);
        return !ofTable || table(error.file()).equals(table(file));
    }

    private static String table(String file) {
        return file.replace(TESTS, TABLE).replace('\\', '/');
    }
}
