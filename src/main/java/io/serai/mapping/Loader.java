package io.serai.mapping;

import io.serai.mapping.Folder.Content;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Makes plans out of a folder: entities and value tables first, then the tables, each with its tests. */
final class Loader {
    private static final String TABLE = ".mapping.yaml";
    private static final String TESTS = ".tests.yaml";

    private final Folder folder;
    private final Jq jq;
    private final Findings ground = new Findings();
    private final Findings tables = new Findings();
    private final Map<String, Plan> plans = new TreeMap<>();

    private Loader(Folder folder, Jq jq) {
        this.folder = folder;
        this.jq = jq;
    }

    /**
     * @param plans of tables without errors, by name
     * @param ground findings of entities, value tables and other files on which all tables stand
     * @param tables findings of tables and their tests
     */
    record Loaded(Map<String, Plan> plans, Findings ground, Findings tables) {}

    static Loaded load(Folder folder, Jq jq) {
        Loader loader = new Loader(folder, jq);
        loader.load();
        return new Loaded(Map.copyOf(loader.plans), loader.ground, loader.tables);
    }

    private void load() {
        Knowledge knowledge = new Knowledge(models(), valueTables());
        Map<String, Content> all = folder.ending(TABLE);
        all.forEach((file, content) -> table(file, content, knowledge));
        folder.ending(TESTS).keySet().stream()
                .filter(file -> !all.containsKey(swap(file, TESTS, TABLE)))
                .forEach(file -> tables.error(new Place(file, 1, 1), "tests of a table that does not exist"));
        folder.files().keySet().stream()
                .filter(file -> !isKnown(file))
                .forEach(file -> tables.warning(
                        new Place(file, 1, 1), "neither model/, tables/, *.mapping.yaml nor *.tests.yaml: not used"));
    }

    private boolean isKnown(String file) {
        return file.endsWith(TABLE)
                || file.endsWith(TESTS)
                || folder.in("model").containsKey(file)
                || folder.in("tables").containsKey(file);
    }

    private Map<String, EntityModel> models() {
        Map<String, EntityModel> models = new HashMap<>();
        ModelReader reader = new ModelReader(ground);
        folder.in("model").forEach((file, content) -> {
            Yaml yaml = YamlReader.read(file, content.text(), ground);
            EntityModel model = yaml == null ? null : reader.read(yaml);
            if (model != null) models.put(model.entity(), model);
        });
        reader.checkReferences(models.keySet());
        return models;
    }

    private Map<String, ValueTable> valueTables() {
        Map<String, ValueTable> found = new HashMap<>();
        folder.in("tables").forEach((file, content) -> {
            Yaml yaml = YamlReader.read(file, content.text(), ground);
            if (yaml != null) new ValueTableReader(ground).read(yaml).forEach(table -> found.put(table.name(), table));
        });
        return found;
    }

    private void table(String file, Content content, Knowledge knowledge) {
        Findings findings = new Findings();
        Yaml yaml = YamlReader.read(file, content.text(), findings);
        Plan plan = yaml == null ? null : new TableReader(knowledge, jq, findings).read(yaml, content.revision());
        if (plan != null && !findings.failed()) test(plan, file, findings);
        if (plan != null && plans.containsKey(plan.name()))
            findings.error(
                    yaml.at(),
                    "there is a table '" + plan.name() + "' in "
                            + plans.get(plan.name()).head().file() + " already");
        if (plan != null && !findings.failed()) plans.put(plan.name(), plan);
        tables.addAll(findings);
    }

    private void test(Plan plan, String file, Findings findings) {
        String tests = swap(file, TABLE, TESTS);
        Content content = folder.files().get(tests);
        if (content == null) {
            findings.warning(new Place(file, 1, 1), "the table has no tests; expected them in " + tests);
            return;
        }
        Yaml yaml = YamlReader.read(tests, content.text(), findings);
        if (yaml != null) new MappingTests(plan, findings).run(yaml);
    }

    private static String swap(String file, String suffix, String other) {
        return file.substring(0, file.length() - suffix.length()) + other;
    }
}
