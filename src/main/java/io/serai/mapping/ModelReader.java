package io.serai.mapping;

import io.serai.mapping.EntityModel.ModelField;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads canonical entities, one after the other. Which system may write a field is the hub's to know; here only its form is checked. */
final class ModelReader {
    private final Findings findings;
    private final List<Reference> references = new ArrayList<>();

    private record Reference(Place at, String entity) {}

    ModelReader(Findings findings) {
        this.findings = findings;
    }

    /** The entity; null when the file is none. */
    EntityModel read(Yaml yaml) {
        Options model = Options.of(yaml, "an entity", findings);
        if (model == null) return null;
        String entity = model.required("entity");
        if (entity != null && !yaml.at().file().endsWith("/" + entity + ".yaml"))
            findings.error(model.at("entity"), "the entity must have the name of its file, not '" + entity + "'");
        Yaml.Mapping yamlFields = model.mapping("fields");
        if (yamlFields == null) findings.error(model.at(), "'fields' is missing");
        Map<String, ModelField> fields = yamlFields == null ? Map.of() : fields(yamlFields, true);
        match(model, fields.keySet());
        model.yaml("duplicates"); // for the hub to read
        model.noMore("entity");
        return entity == null ? null : new EntityModel(entity, fields);
    }

    /** Finds references to entities that do not exist; to be called when all are read. */
    void checkReferences(Set<String> entities) {
        references.forEach(reference -> {
            if (!entities.contains(reference.entity()))
                findings.error(reference.at(), Names.unknown("entity", reference.entity(), entities));
        });
    }

    private void match(Options model, Set<String> fields) {
        Yaml.Items match = model.items("match");
        if (match == null) return;
        for (Yaml key : match.items()) {
            Yaml of = key instanceof Yaml.Mapping options ? options.values().get("field") : key;
            String name = of instanceof Yaml.Scalar scalar ? scalar.text() : "";
            if (!fields.contains(name)) findings.error(key.at(), Names.unknown("field of the model", name, fields));
        }
    }

    private Map<String, ModelField> fields(Yaml.Mapping yaml, boolean top) {
        Map<String, ModelField> fields = new LinkedHashMap<>();
        yaml.values().forEach((name, value) -> {
            Options options = Options.of(value, "field '" + name + "'", findings);
            if (options != null) fields.put(name, field(name, options, top));
        });
        return fields;
    }

    private ModelField field(String name, Options options, boolean top) {
        String type = options.required("type");
        if (type != null && !TypeReader.TYPES.contains(type))
            findings.error(options.at("type"), Names.unknown("type", type, TypeReader.TYPES));
        String entity = options.text("entity");
        if ("reference".equals(type) != (entity != null))
            findings.error(options.at(), "field '" + name + "': 'type: reference' and 'entity' belong together");
        if (entity != null) references.add(new Reference(options.at("entity"), entity));
        Yaml.Mapping nested = options.mapping("fields");
        if (nested != null && !Set.of("array", "object").contains(String.valueOf(type)))
            findings.error(options.at("fields"), "only an array or object has 'fields'");
        if (top) master(options.yaml("master"));
        boolean personal = options.flag("personal");
        options.noMore("field");
        return new ModelField(
                type == null ? "string" : type, personal, entity, nested == null ? Map.of() : fields(nested, false));
    }

    private void master(Yaml master) {
        if (master == null || master instanceof Yaml.Scalar) return;
        boolean names = master instanceof Yaml.Items list
                && !list.items().isEmpty()
                && list.items().stream().allMatch(Yaml.Scalar.class::isInstance);
        if (!names) findings.error(master.at(), "'master' must be latest, a system, or a list of systems");
    }
}
