package io.serai.mapping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import io.serai.mapping.EntityModel.ModelField;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/**
 * Compiles expressions: constants, plain paths and {@code a // b} of these without jq, all else with it. Finds what they read that
 * does not exist.
 */
final class Expressions {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final Pattern LITERAL =
            Pattern.compile("\"(?:[^\"\\\\]|\\\\[\"\\\\/bfnrt])*\"|-?\\d+(?:\\.\\d+)?|true|false|null");
    private static final Pattern OR = Pattern.compile("\\s+//\\s+");

    private final Jq jq;
    private final Findings findings;

    Expressions(Jq jq, Findings findings) {
        this.jq = jq;
        this.findings = findings;
    }

    /**
     * @param personal whether the value may be personal, as far as the model knows
     * @param source the model's field that a plain path reads; null when not known
     */
    record Compiled(Expr expr, boolean personal, ModelField source) {}

    Compiled compile(Yaml.Scalar scalar, Sight sight) {
        if (!scalar.json().isTextual()) return new Compiled(new Expr.Constant(scalar.json()), false, null);
        String text = scalar.text().strip();
        Compiled simple = simple(text, scalar.at(), sight);
        if (simple != null) return simple;
        List<Compiled> choices = new ArrayList<>();
        for (String part : OR.split(text)) choices.add(simple(part.strip(), scalar.at(), sight));
        if (!choices.contains(null)) return alternative(choices);
        return query(text, scalar.at(), sight);
    }

    private static Compiled alternative(List<Compiled> choices) {
        Expr expr = new Expr.Alternative(choices.stream().map(Compiled::expr).toList());
        return new Compiled(expr, choices.stream().anyMatch(Compiled::personal), null);
    }

    private Compiled simple(String text, Place at, Sight sight) {
        if (LITERAL.matcher(text).matches()) return new Compiled(new Expr.Constant(literal(text)), false, null);
        PathExpr path = PathExpr.parse(text);
        return path == null ? null : path(path, at, sight);
    }

    private static JsonNode literal(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not a literal: " + text, e); // the pattern lets only literals pass
        }
    }

    private Compiled path(PathExpr path, Place at, Sight sight) {
        if (path.variable() != null) {
            Boolean personal = sight.variables().get(path.variable());
            if (personal == null) unknownVariable(path.variable(), at, sight);
            return new Compiled(path, personal == null || personal, null);
        }
        if (sight.fields() == null || path.names().isEmpty())
            return new Compiled(path, sight.fields() == null || anyPersonal(sight.fields()), null);
        boolean personal = false;
        Map<String, ModelField> fields = sight.fields();
        ModelField field = null;
        for (String name : path.names()) {
            field = fields.get(name);
            if (field == null) {
                findings.error(at, Names.unknown("field of the model", name, fields.keySet()));
                return new Compiled(path, true, null);
            }
            personal |= field.personal();
            fields = field.fields();
            if (fields.isEmpty()) break;
        }
        return new Compiled(path, personal, field);
    }

    private Compiled query(String text, Place at, Sight sight) {
        Reads reads = Reads.of(text);
        reads.variables().stream()
                .filter(name -> !sight.variables().containsKey(name))
                .forEach(name -> unknownVariable(name, at, sight));
        if (sight.fields() != null)
            reads.names().stream()
                    .filter(name -> !sight.fields().containsKey(name))
                    .forEach(name -> findings.error(
                            at,
                            Names.unknown(
                                    "field of the model", name, sight.fields().keySet())));
        return new Compiled(jq(text, at, sight), personal(reads, sight), null);
    }

    private Expr jq(String text, Place at, Sight sight) {
        try {
            return jq.compile(text, sight.variables().keySet());
        } catch (JsonQueryException | RuntimeException e) {
            findings.error(at, "not valid jq: " + problem(e));
            return new Expr.Constant(NullNode.instance);
        }
    }

    /** When the text does not show what is read, all of it may be. */
    private static boolean personal(Reads reads, Sight sight) {
        if (reads.variables().stream().anyMatch(name -> sight.variables().getOrDefault(name, true))) return true;
        if (sight.fields() == null) return true;
        if (reads.names().isEmpty()) return anyPersonal(sight.fields());
        return reads.mentioned().stream()
                .map(sight.fields()::get)
                .anyMatch(field -> field != null && (field.personal() || anyPersonal(field.fields())));
    }

    private static boolean anyPersonal(Map<String, ModelField> fields) {
        return fields.values().stream().anyMatch(field -> field.personal() || anyPersonal(field.fields()));
    }

    private void unknownVariable(String name, Place at, Sight sight) {
        findings.error(
                at,
                Names.unknown(
                        "variable",
                        "$" + name,
                        sight.variables().keySet().stream()
                                .map(known -> "$" + known)
                                .toList()));
    }

    private static String problem(Exception e) {
        String message = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
        return message == null ? "unknown error" : message.lines().findFirst().orElse("unknown error");
    }
}
