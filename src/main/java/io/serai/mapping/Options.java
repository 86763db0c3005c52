package io.serai.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;

/** Reads a map of a YAML file option by option, and finds those that nobody read. */
final class Options {
    private final Yaml.Mapping map;
    private final Findings findings;
    private final Set<String> known = new HashSet<>();

    Options(Yaml.Mapping map, Findings findings) {
        this.map = map;
        this.findings = findings;
    }

    /** Reads a map, or null with a finding when it is something else. */
    static Options of(Yaml yaml, String what, Findings findings) {
        if (yaml instanceof Yaml.Mapping map) return new Options(map, findings);
        findings.error(yaml.at(), what + " must be a map, not " + yaml.kind());
        return null;
    }

    Place at() {
        return map.at();
    }

    /** Where the option stands, else where the map begins. */
    Place at(String option) {
        Yaml value = map.get(option);
        return value == null ? map.at() : value.at();
    }

    boolean has(String option) {
        known.add(option);
        return map.get(option) != null;
    }

    Yaml yaml(String option) {
        known.add(option);
        return map.get(option);
    }

    Yaml.Mapping mapping(String option) {
        Yaml value = yaml(option);
        if (value == null || value instanceof Yaml.Mapping) return (Yaml.Mapping) value;
        return wrong(option, value, "a map");
    }

    Yaml.Items items(String option) {
        Yaml value = yaml(option);
        if (value == null || value instanceof Yaml.Items) return (Yaml.Items) value;
        return wrong(option, value, "a list");
    }

    /** Any scalar, as it is written. */
    String text(String option) {
        Yaml value = yaml(option);
        if (value == null) return null;
        return value instanceof Yaml.Scalar scalar ? scalar.text() : wrong(option, value, "text");
    }

    JsonNode scalar(String option) {
        Yaml value = yaml(option);
        if (value == null) return null;
        return value instanceof Yaml.Scalar scalar ? scalar.json() : wrong(option, value, "a single value");
    }

    String required(String option) {
        String value = text(option);
        if (value == null && map.get(option) == null) findings.error(map.at(), "'" + option + "' is missing");
        return value;
    }

    boolean flag(String option) {
        JsonNode value = scalar(option);
        if (value == null) return false;
        if (!value.isBoolean()) findings.error(at(option), "'" + option + "' must be true or false");
        return value.asBoolean();
    }

    Integer number(String option) {
        JsonNode value = scalar(option);
        if (value == null) return null;
        if (value.isInt() && value.intValue() >= 0) return value.intValue();
        findings.error(at(option), "'" + option + "' must be a whole number, not negative");
        return null;
    }

    /** To be called last: finds what is there but unknown. */
    void noMore(String what) {
        map.entries().forEach((key, entry) -> {
            if (!known.contains(key)) findings.error(entry.key(), Names.unknown(what + " option", key, known));
        });
    }

    private <T> T wrong(String option, Yaml value, String expected) {
        findings.error(value.at(), "'" + option + "' must be " + expected + ", not " + value.kind());
        return null;
    }
}
