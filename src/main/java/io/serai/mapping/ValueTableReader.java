package io.serai.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads value tables. */
final class ValueTableReader {
    private final Findings findings;

    ValueTableReader(Findings findings) {
        this.findings = findings;
    }

    /** The table; null when the file is none. */
    ValueTable read(Yaml yaml) {
        Options table = Options.of(yaml, "a value table", findings);
        if (table == null) return null;
        String name = table.required("table");
        if (name != null && !yaml.at().file().endsWith("/" + name + ".yaml"))
            findings.error(table.at("table"), "the table must have the name of its file, not '" + name + "'");
        Yaml.Mapping values = table.mapping("values");
        if (values == null) findings.error(table.at(), "'values' is missing");
        table.noMore("value table");
        if (name == null || values == null) return null;
        Map<String, JsonNode> known = new LinkedHashMap<>();
        values.values().forEach((key, value) -> {
            if (value instanceof Yaml.Scalar scalar) known.put(key, scalar.json());
            else findings.error(value.at(), "a value must be a single one, not " + value.kind());
        });
        return new ValueTable(name, known);
    }
}
