package io.serai.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.mapping.convert.Unfit;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A plain path such as {@code .a.b[0]} or {@code $billing.city}, walked without jq.
 *
 * <p>It differs from jq in one point: an empty list yields nothing when asked for a member, because PHP shops write an empty object
 * as {@code []}.
 */
final class PathExpr implements Expr {
    private static final String STEP = "\\.([A-Za-z_][A-Za-z0-9_]*)|\\.?\\[\"([^\"\\\\]*)\"]|\\.?\\[(-?\\d+)]";
    private static final Pattern STEPS = Pattern.compile(STEP);
    private static final Pattern PATH = Pattern.compile("(\\$[A-Za-z_][A-Za-z0-9_]*)?(?:((?:" + STEP + ")+)|(\\.))?");

    private final String variable;
    private final List<Object> steps;

    private PathExpr(String variable, List<Object> steps) {
        this.variable = variable;
        this.steps = steps;
    }

    /** The path that the text is; null when it is more than a path. */
    static PathExpr parse(String text) {
        Matcher matcher = PATH.matcher(text);
        if (text.isEmpty() || !matcher.matches()) return null;
        String variable = matcher.group(1);
        boolean dot = matcher.group(6) != null;
        if (variable != null && dot) return null;
        List<Object> steps = new ArrayList<>();
        Matcher step = STEPS.matcher(matcher.group(2) == null ? "" : matcher.group(2));
        while (step.find())
            steps.add(
                    step.group(3) != null
                            ? (Object) Integer.valueOf(step.group(3))
                            : step.group(1) != null ? step.group(1) : step.group(2));
        return new PathExpr(variable == null ? null : variable.substring(1), List.copyOf(steps));
    }

    /** Name of the variable where the path begins; null when it begins at the record. */
    String variable() {
        return variable;
    }

    /** Names from the beginning of the path up to the first index. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        for (Object step : steps) {
            if (!(step instanceof String name)) break;
            names.add(name);
        }
        return names;
    }

    @Override
    public JsonNode eval(JsonNode input, Frame frame) throws Unfit {
        JsonNode at = variable == null ? input : frame.variable(variable);
        for (Object step : steps) {
            if (at == null || at.isNull()) return null;
            at = step instanceof String name ? member(at, name) : element(at, (Integer) step);
        }
        return at == null || at.isNull() ? null : at;
    }

    private static JsonNode member(JsonNode at, String name) throws Unfit {
        if (at.isObject()) return at.get(name);
        if (at.isArray() && at.isEmpty()) return null;
        throw new Unfit("an object with the member '" + name + "'");
    }

    private static JsonNode element(JsonNode at, int index) throws Unfit {
        if (at.isArray()) return at.get(index < 0 ? at.size() + index : index);
        if (at.isObject() && at.isEmpty()) return null;
        throw new Unfit("a list");
    }
}
