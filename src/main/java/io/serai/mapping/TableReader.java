package io.serai.mapping;

import com.fasterxml.jackson.databind.node.BooleanNode;
import io.serai.mapping.EntityModel.ModelField;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a mapping table and compiles it into a plan. */
final class TableReader {
    private final Knowledge knowledge;
    private final Jq jq;
    private final Findings findings;
    private final FieldReader fields;

    TableReader(Knowledge knowledge, Jq jq, Findings findings) {
        this.knowledge = knowledge;
        this.jq = jq;
        this.findings = findings;
        this.fields = new FieldReader(knowledge, jq, findings);
    }

    /** One end of a table: a canonical entity, or a vendor's object. */
    private record End(Place at, String entity, String system, String object, String key) {}

    /** The plan; null when the file is no table. It must not be used when there are findings. */
    Plan read(Yaml yaml, String revision) {
        Options table = Options.of(yaml, "a mapping table", findings);
        if (table == null) return null;
        String name = table.required("mapping");
        checkName(name, table);
        End from = end(table, "from", false);
        End to = end(table, "to", true);
        Yaml.Mapping body = table.mapping("fields");
        if (body == null) findings.error(table.at(), "'fields' is missing");
        if (name == null || from == null || to == null || body == null) return null;
        boolean inbound = to.entity() != null;
        if (inbound == (from.entity() != null)) {
            findings.error(to.at(), "one of 'from' and 'to' must be an entity, the other { system, object }");
            return null;
        }
        EntityModel model = model(inbound ? to : from);
        Map<String, ModelField> canonical = model == null ? null : model.fields();
        Sight sight = inbound ? Sight.ofVendor() : Sight.ofEntity(canonical);
        Map<String, Expr> lets = new LinkedHashMap<>();
        sight = lets(table, sight, lets);
        Expr when = when(table, sight);
        List<Field> meta = inbound ? meta(table, sight) : List.of();
        List<Field> compiled = fields.fields(body, sight, inbound ? canonical : null, false);
        table.noMore("mapping");
        End vendor = inbound ? from : to;
        String entity = inbound ? to.entity() : from.entity();
        Plan.Head head = new Plan.Head(
                name, yaml.at().file(), revision, entity, inbound, vendor.system(), vendor.object(), to.key());
        return new Plan(head, jq, lets, when, meta, compiled);
    }

    private void checkName(String name, Options table) {
        if (name == null) return;
        String file = table.at().file();
        if (!file.endsWith("/" + name + ".mapping.yaml"))
            findings.error(table.at("mapping"), "the table must have the name of its file, not '" + name + "'");
    }

    private End end(Options table, String option, boolean keyed) {
        Yaml yaml = table.yaml(option);
        if (yaml == null) {
            findings.error(table.at(), "'" + option + "' is missing");
            return null;
        }
        if (yaml instanceof Yaml.Scalar scalar) return new End(yaml.at(), scalar.text(), null, null, null);
        Options end = Options.of(yaml, "'" + option + "'", findings);
        if (end == null) return null;
        End vendor =
                new End(yaml.at(), null, end.required("system"), end.text("object"), keyed ? end.text("key") : null);
        end.noMore("'" + option + "'");
        return vendor;
    }

    private EntityModel model(End end) {
        EntityModel model = knowledge.models().get(end.entity());
        if (model == null)
            findings.error(
                    end.at(),
                    Names.unknown("entity", end.entity(), knowledge.models().keySet()));
        return model;
    }

    private Sight lets(Options table, Sight sight, Map<String, Expr> lets) {
        Yaml.Mapping yaml = table.mapping("let");
        if (yaml == null) return sight;
        for (Map.Entry<String, Yaml> let : yaml.values().entrySet()) {
            if (sight.variables().containsKey(let.getKey()))
                findings.error(let.getValue().at(), "'" + let.getKey() + "' is a variable already");
            if (!let.getKey().matches("[A-Za-z_][A-Za-z0-9_]*"))
                findings.error(let.getValue().at(), "'" + let.getKey() + "' is not a name of a variable");
            Expressions.Compiled compiled = expression(let.getValue(), sight);
            if (compiled == null) continue;
            lets.put(let.getKey(), compiled.expr());
            sight = sight.with(let.getKey(), compiled.personal());
        }
        return sight;
    }

    private Expr when(Options table, Sight sight) {
        Yaml yaml = table.yaml("when");
        Expressions.Compiled compiled = yaml == null ? null : expression(yaml, sight);
        return compiled == null ? null : compiled.expr();
    }

    private Expressions.Compiled expression(Yaml yaml, Sight sight) {
        if (yaml instanceof Yaml.Scalar scalar) return fields.expressions().compile(scalar, sight);
        findings.error(yaml.at(), "must be an expression, not " + yaml.kind());
        return null;
    }

    /** The id and the time of an inbound record, and whether a person changed it. */
    private List<Field> meta(Options table, Sight sight) {
        List<Field> meta = new ArrayList<>();
        Yaml id = table.yaml("id");
        if (id == null) findings.error(table.at(), "'id' is missing: the id that the record has in its system");
        else
            meta.add(
                    fields.field(Plan.ID, required(id), sight, new ModelField("string", false, null, Map.of()), false));
        Yaml time = table.yaml("time");
        if (time != null)
            meta.add(fields.field(Plan.TIME, time, sight, new ModelField("datetime", false, null, Map.of()), false));
        Yaml human = table.yaml("human");
        if (human != null)
            meta.add(fields.field(Plan.HUMAN, human, sight, new ModelField("boolean", false, null, Map.of()), false));
        meta.removeIf(java.util.Objects::isNull);
        return meta;
    }

    private static Yaml required(Yaml id) {
        Map<String, Yaml.Entry> options = new LinkedHashMap<>();
        if (id instanceof Yaml.Mapping map) options.putAll(map.entries());
        else options.put("from", new Yaml.Entry(id.at(), id));
        Yaml yes = new Yaml.Scalar(id.at(), "true", BooleanNode.TRUE);
        options.put("required", new Yaml.Entry(id.at(), yes));
        return new Yaml.Mapping(id.at(), options);
    }
}
