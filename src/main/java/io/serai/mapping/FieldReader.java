package io.serai.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import io.serai.mapping.EntityModel.ModelField;
import io.serai.mapping.convert.Unfit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads the fields of a table and compiles them. */
final class FieldReader {
    private final Knowledge knowledge;
    private final Expressions expressions;
    private final TypeReader types;
    private final Findings findings;

    FieldReader(Knowledge knowledge, Jq jq, Findings findings) {
        this.knowledge = knowledge;
        this.expressions = new Expressions(jq, findings);
        this.types = new TypeReader(expressions, findings);
        this.findings = findings;
    }

    Expressions expressions() {
        return expressions;
    }

    /**
     * @param target fields of the model that the result must have; null when the result is no canonical object
     * @param personal whether all that is here is personal
     */
    List<Field> fields(Yaml.Mapping yaml, Sight sight, Map<String, ModelField> target, boolean personal) {
        List<Field> fields = new ArrayList<>();
        yaml.entries().forEach((name, entry) -> {
            ModelField model = target == null ? null : target.get(name);
            if (target != null && model == null)
                findings.error(entry.key(), Names.unknown("field of the model", name, target.keySet()));
            Field field = field(name, entry.value(), sight, model, personal);
            if (field != null) fields.add(field);
        });
        return fields;
    }

    Field field(String name, Yaml yaml, Sight sight, ModelField model, boolean personal) {
        if (yaml instanceof Yaml.Scalar scalar)
            yaml = new Yaml.Mapping(scalar.at(), Map.of("from", new Yaml.Entry(scalar.at(), scalar)));
        Options options = Options.of(yaml, "a field", findings);
        return options == null ? null : new Reading(name, options, sight, model, personal).field();
    }

    /** One field while it is read. */
    private final class Reading {
        private final String name;
        private final Options options;
        private final Sight sight;
        private final ModelField model;
        private final boolean personal;
        private final Expressions.Compiled source;
        private final String type;

        Reading(String name, Options options, Sight sight, ModelField model, boolean inherited) {
            this.name = name;
            this.options = options;
            this.sight = sight;
            this.model = model;
            this.source = source();
            this.type = type();
            boolean canonical = sight.fields() == null; // inbound: the model of the target says what is personal
            this.personal = options.flag("personal")
                    || inherited
                    || (canonical ? model != null && model.personal() : source.personal());
        }

        Field field() {
            List<Step> steps = new ArrayList<>();
            Step lookup = lookup();
            Step conversion = conversion();
            if (lookup != null) steps.add(otherwise(lookup, true));
            if (conversion != null) steps.add(lookup == null ? otherwise(conversion, false) : conversion);
            if (lookup == null && conversion == null && options.has("otherwise"))
                findings.error(options.at("otherwise"), "'otherwise' needs 'table' or 'type'");
            pattern(steps);
            length(steps);
            link(steps);
            Field field = new Field(
                    name,
                    from(),
                    List.copyOf(steps),
                    fallback(conversion),
                    required(),
                    options.flag("clear"),
                    personal);
            options.noMore("field");
            return field;
        }

        private Expressions.Compiled source() {
            if (options.has("from") && options.has("each"))
                findings.error(options.at("each"), "'from' and 'each' exclude each other");
            Yaml yaml = options.has("each") ? options.yaml("each") : options.yaml("from");
            if (yaml instanceof Yaml.Scalar scalar) return expressions.compile(scalar, sight);
            if (yaml != null) findings.error(yaml.at(), "'from' must be an expression, not " + yaml.kind());
            else if (!options.has("fields") && !options.has("default"))
                findings.error(options.at(), "'from' is missing");
            boolean itself = options.has("fields");
            Expr expr = itself
                    ? PathExpr.parse(".")
                    : new Expr.Constant(com.fasterxml.jackson.databind.node.NullNode.instance);
            return new Expressions.Compiled(
                    expr, itself, itself ? new ModelField("object", false, null, orNone(sight.fields())) : null);
        }

        private Map<String, ModelField> orNone(Map<String, ModelField> fields) {
            return fields == null ? Map.of() : fields;
        }

        private Expr from() {
            Expr expr = source.expr();
            if (!"array".equals(type)) return expr;
            return new ListOf(expr);
        }

        private String type() {
            String given = options.text("type");
            if (given != null && !TypeReader.TYPES.contains(given)) {
                findings.error(options.at("type"), Names.unknown("type", given, TypeReader.TYPES));
                return null;
            }
            String implied = options.has("each") ? "array" : options.has("fields") ? "object" : null;
            String expected = model == null ? null : model.type();
            String own = given != null ? given : implied;
            if (own == null) return expected;
            if ("array".equals(expected) && "object".equals(own) && given == null) return "array";
            if (expected != null && !TypeReader.fits(own, expected))
                findings.error(
                        options.at("type"), "the model says that '" + name + "' is " + expected + ", not " + own);
            return own;
        }

        private Step conversion() {
            if (type == null) return null;
            if (options.has("fields")) return nested();
            if (type.equals("array")) return list();
            return types.read(type, options, sight);
        }

        private Step nested() {
            Yaml.Mapping yaml = options.mapping("fields");
            if (yaml == null) return null;
            Map<String, ModelField> described = model == null || model.fields().isEmpty() ? null : model.fields();
            Map<String, ModelField> seen = sight.fields() == null ? null : seen();
            Step nested = new Steps.Nested(
                    fields(yaml, sight.at(seen), described, personal && (sight.fields() == null || seen == null)));
            return type.equals("array") ? new Steps.Each(nested, personal) : nested;
        }

        /** What the nested fields can see of the model: known when a plain path leads there. */
        private Map<String, ModelField> seen() {
            return source.source() == null || source.source().fields().isEmpty()
                    ? null
                    : source.source().fields();
        }

        private Step list() {
            String items = options.text("items");
            if (items == null) return new Steps.Each((value, input, frame) -> value, personal);
            Step step = TypeReader.TYPES.contains(items) ? types.read(items, options, sight) : null;
            if (step == null) findings.error(options.at("items"), "'items' must be a type of single values");
            return step == null ? null : new Steps.Each(step, personal);
        }

        private Step lookup() {
            String table = options.text("table");
            if (table == null) return null;
            ValueTable known = knowledge.tables().get(table);
            if (known != null) return new Steps.Lookup(known);
            findings.error(
                    options.at("table"),
                    Names.unknown("value table", table, knowledge.tables().keySet()));
            return null;
        }

        private Step otherwise(Step step, boolean mayKeep) {
            JsonNode otherwise = options.scalar("otherwise");
            if (otherwise == null || otherwise.asText().equals("error")) return step;
            if (otherwise.asText().equals("keep")) {
                if (!mayKeep) findings.error(options.at("otherwise"), "'otherwise: keep' needs 'table'");
                return new Steps.Otherwise(step, true, null);
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

        private void link(List<Step> steps) {
            String entity = options.text("link");
            if (entity == null) return;
            if (sight.fields() == null) findings.error(options.at("link"), "'link' is for tables to a system");
            if (!knowledge.models().containsKey(entity))
                findings.error(
                        options.at("link"),
                        Names.unknown("entity", entity, knowledge.models().keySet()));
            ModelField read = source.source();
            if (read != null && !(read.type().equals("reference") && entity.equals(read.entity())))
                findings.error(
                        options.at("from"), "the model does not say that this field is a reference to " + entity);
            steps.add(new Steps.Link(entity));
        }

        private Expr required() {
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
        private JsonNode fallback(Step conversion) {
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

    /** The list that an expression yields, be it one list or many values. */
    private record ListOf(Expr expr) implements Expr {
        @Override
        public JsonNode eval(JsonNode input, Frame frame) throws Unfit {
            List<JsonNode> all = expr.all(input, frame);
            if (all == null) return null;
            return com.fasterxml.jackson.databind.node.JsonNodeFactory.instance
                    .arrayNode(all.size())
                    .addAll(all);
        }
    }
}
