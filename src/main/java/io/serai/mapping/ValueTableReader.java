package io.serai.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads value tables. One whose values are maps has columns, each of which is a value table of its own: {@code stores.language}. */
final class ValueTableReader {
    private final Findings findings;

    ValueTableReader(Findings findings) {
        this.findings = findings;
    }

    /** The table, or those of its columns; none when the file is no table. */
    List<ValueTable> read(Yaml yaml) {
        Options table = Options.of(yaml, "a value table", findings);
        if (table == null) return List.of();
        String name = table.required("table");
        if (name != null && !yaml.at().file().endsWith("/" + name + ".yaml"))
            findings.error(table.at("table"), "the table must have the name of its file, not '" + name + "'");
        boolean perSystem = table.flag("perSystem");
        Yaml.Mapping values = table.mapping("values");
        if (values == null) findings.error(table.at(), "'values' is missing");
        table.noMore("value table");
        if (name == null || values == null) return List.of();
        if (perSystem) keys(values);
        return values.values().values().stream().anyMatch(Yaml.Mapping.class::isInstance)
                ? columns(name, perSystem, values)
                : List.of(new ValueTable(name, perSystem, row(values)));
    }

    private void keys(Yaml.Mapping values) {
        values.values().forEach((key, value) -> {
            if (!key.matches("[^:]+:.+"))
                findings.error(
                        value.at(), "a key of a table that is perSystem must be <system>:<id>, not '" + key + "'");
        });
    }

    private Map<String, JsonNode> row(Yaml.Mapping values) {
        Map<String, JsonNode> known = new LinkedHashMap<>();
        values.values().forEach((key, value) -> {
            if (value instanceof Yaml.Scalar scalar) known.put(key, scalar.json());
            else findings.error(value.at(), "a value must be a single one, not " + value.kind());
        });
        return known;
    }

    private List<ValueTable> columns(String name, boolean perSystem, Yaml.Mapping values) {
        Map<String, Map<String, JsonNode>> columns = new LinkedHashMap<>();
        Set<String> first = null;
        for (Map.Entry<String, Yaml> each : values.values().entrySet()) {
            if (!(each.getValue() instanceof Yaml.Mapping cells)) {
                findings.error(
                        each.getValue().at(),
                        "must be a map as the other rows are, not "
                                + each.getValue().kind());
                continue;
            }
            Set<String> names = new TreeSet<>(cells.values().keySet());
            if (first == null) first = names;
            if (!names.equals(first))
                findings.error(cells.at(), "the columns must be those of the first row, " + first + ", not " + names);
            row(cells)
                    .forEach((column, value) -> columns.computeIfAbsent(column, known -> new LinkedHashMap<>())
                            .put(each.getKey(), value));
        }
        return columns.entrySet().stream()
                .map(each -> new ValueTable(name + "." + each.getKey(), perSystem, each.getValue()))
                .toList();
    }
}
