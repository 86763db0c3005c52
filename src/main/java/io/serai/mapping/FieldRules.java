package io.serai.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import io.serai.mapping.EntityModel.ModelField;
import io.serai.mapping.convert.Unfit;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads what a field asks of its value beside the type: value table, pattern, length, link, whether it must be there. */
final class FieldRules {
    static final String UNSAID = "unsaid";

    private final Options options;
    private final Sight sight;
    private final Knowledge knowledge;
    private final Expressions expressions;
    private final Findings findings;

    FieldRules(Options options, Sight sight, Knowledge knowledge, Expressions expressions, Findings findings) {
        this.options = options;
        this.sight = sight;
        this.knowledge = knowledge;
        this.expressions = expressions;
        this.findings = findings;
    }

    /**
     * The steps in order: value table, type, pattern, length, link.
     *
     * @param conversion to the type; null for none
     * @param read the model's field that the value comes from; null when not known
     */
    List<Step> steps(Step conversion, ModelField read) {
        List<Step> steps = new ArrayList<>();
        Step lookup = lookup();
        if (lookup != null) steps.add(otherwise(lookup, true));
        if (conversion != null) steps.add(lookup == null ? otherwise(conversion, false) : conversion);
        if (steps.isEmpty() && options.has("otherwise"))
            findings.error(options.at("otherwise"), "'otherwise' needs 'table' or 'type'");
        pattern(steps);
        length(steps);
        link(steps, read);
        return List.copyOf(steps);
    }

    private Step lookup() {
        String table = options.text("table");
        if (table == null) return null;
        ValueTable known = knowledge.tables().get(table);
        if (known != null) {
            if (known.perSystem()) ofSystem(table);
            return new Steps.Lookup(known);
        }
        findings.error(
                options.at("table"),
                Names.unknown("value table", table, knowledge.tables().keySet()));
        return null;
    }

    /** Else one shop's store 1 would be taken for another's. A variable may have been made of it. */
    private void ofSystem(String table) {
        String from = options.text("from");
        if (from == null || !from.contains("$"))
            findings.error(
                    options.at("table"),
                    "the keys of " + table + " are <system>:<id>: 'from' must begin with $system + \":\" +");
    }

    private Step otherwise(Step step, boolean mayKeep) {
        JsonNode otherwise = options.scalar("otherwise");
        if (otherwise == null || otherwise.asText().equals("error")) return step;
        if (otherwise.asText().equals("keep")) {
            if (!mayKeep) findings.error(options.at("otherwise"), "'otherwise: keep' needs 'table'");
            return new Steps.Otherwise(step, true, null);
        }
        if (otherwise.asText().equals(UNSAID)) {
            if (!sight.inbound())
                findings.error(options.at("otherwise"), "'otherwise: unsaid' is for tables to an entity");
            if (options.has("default"))
                findings.error(options.at("default"), "'otherwise: unsaid' and 'default' exclude each other");
            return new Steps.Unsaid(step);
        }
        boolean absent = otherwise.isNull() || otherwise.asText().equals("absent");
        return new Steps.Otherwise(step, false, absent ? null : otherwise);
    }

    private void pattern(List<Step> steps) {
        String pattern = options.text("pattern");
        if (pattern == null) return;
        try {
            steps.add(new Steps.Matches(Pattern.compile(pattern)));
        } catch (PatternSyntaxException e) {
            findings.error(options.at("pattern"), "not a regular expression: " + e.getDescription());
        }
    }

    private void length(List<Step> steps) {
        Integer max = options.number("maxLength");
        boolean truncate = options.flag("truncate");
        if (max != null) steps.add(new Steps.Length(max, truncate));
        else if (truncate) findings.error(options.at("truncate"), "'truncate' needs 'maxLength'");
    }

    private void link(List<Step> steps, ModelField read) {
        String entity = options.text("link");
        if (entity == null) return;
        if (sight.inbound()) findings.error(options.at("link"), "'link' is for tables to a system");
        if (!knowledge.models().containsKey(entity))
            findings.error(
                    options.at("link"),
                    Names.unknown("entity", entity, knowledge.models().keySet()));
        if (read != null && !(read.type().equals("reference") && entity.equals(read.entity())))
            findings.error(options.at("from"), "the model does not say that this field is a reference to " + entity);
        steps.add(new Steps.Link(entity));
    }

    Expr required() {
        boolean always = options.flag("required");
        Yaml when = options.yaml("requiredWhen");
        if (always) {
            if (when != null) findings.error(when.at(), "'required' and 'requiredWhen' exclude each other");
            return new Expr.Constant(BooleanNode.TRUE);
        }
        if (when == null) return null;
        if (when instanceof Yaml.Scalar scalar)
            return expressions.compile(scalar, sight).expr();
        findings.error(when.at(), "'requiredWhen' must be an expression");
        return null;
    }

    /** The default, of the field's type. */
    JsonNode fallback(Step conversion, String type) {
        Yaml yaml = options.yaml("default");
        if (yaml == null) return null;
        if (!(yaml instanceof Yaml.Scalar) || conversion == null || conversion instanceof Steps.PhoneOf)
            return yaml.json();
        try {
            return conversion.apply(yaml.json(), null, null);
        } catch (Unfit e) {
            findings.error(yaml.at(), "'default' is not of type " + type + ": expected " + e.expected());
            return null;
        }
    }
}
