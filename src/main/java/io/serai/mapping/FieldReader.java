package io.serai.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import io.serai.mapping.EntityModel.ModelField;
import io.serai.mapping.convert.Unfit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads the fields of a table and compiles them. */
final class FieldReader {
    private static final Expr NOTHING = new Expr.Constant(NullNode.instance);

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
            boolean known = sight.inbound() ? model != null && model.personal() : source.personal();
            this.personal = options.flag("personal") || inherited || known;
        }

        Field field() {
            FieldRules rules = new FieldRules(options, sight, knowledge, expressions, findings);
            Step conversion = conversion();
            List<Step> steps = rules.steps(conversion, source.source());
            Expr from = "array".equals(type) ? new ListOf(source.expr()) : source.expr();
            Field field = new Field(
                    name,
                    from,
                    steps,
                    rules.fallback(conversion, type),
                    rules.required(),
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
            return options.has("fields") ? itself() : new Expressions.Compiled(NOTHING, false, null);
        }

        /** Nested fields without {@code from} see what their parent sees. */
        private Expressions.Compiled itself() {
            Map<String, ModelField> fields = sight.fields() == null ? Map.of() : sight.fields();
            return new Expressions.Compiled(PathExpr.parse("."), true, new ModelField("object", false, null, fields));
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
            yaml.values().forEach((nested, field) -> saysItself(field));
            Map<String, ModelField> described = model == null || model.fields().isEmpty() ? null : model.fields();
            Map<String, ModelField> seen = sight.inbound() ? null : seen();
            boolean inherited = personal && seen == null; // where the model is seen, each field says for itself
            Step nested = new Steps.Nested(fields(yaml, sight.at(seen), described, inherited));
            return type.equals("array") ? new Steps.Each(nested, personal) : nested;
        }

        /** A part of a value cannot be kept from what was said last. */
        private void saysItself(Yaml field) {
            if (field instanceof Yaml.Mapping map
                    && map.get("otherwise") instanceof Yaml.Scalar otherwise
                    && otherwise.text().equals(FieldRules.UNSAID))
                findings.error(otherwise.at(), "'otherwise: unsaid' is for fields that are not part of another");
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
    }

    /** The list that an expression yields, be it one list or many values. */
    private record ListOf(Expr expr) implements Expr {
        @Override
        public JsonNode eval(JsonNode input, Frame frame) throws Unfit {
            List<JsonNode> all = expr.all(input, frame);
            if (all == null) return null;
            return JsonNodeFactory.instance.arrayNode(all.size()).addAll(all);
        }
    }
}
