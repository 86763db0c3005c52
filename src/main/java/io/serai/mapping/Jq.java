package io.serai.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.serai.mapping.convert.Unfit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Version;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/** The jq interpreter with its built-in functions, of the version that Camel's {@code jq} language uses too. */
final class Jq {
    private static final Version VERSION = Versions.JQ_1_7;

    private final Scope builtins = Scope.newEmptyScope();

    Jq() {
        BuiltinFunctionLoader.getInstance().loadFunctions(Jq.class.getClassLoader(), VERSION, builtins);
    }

    /** @throws JsonQueryException when the text is no jq, or calls a function that does not exist */
    Expr compile(String text, Set<String> variables) throws JsonQueryException {
        JsonQuery query = JsonQuery.compile(text, VERSION);
        dryRun(query, variables);
        return new Query(query);
    }

    /** A scope for one record, in which variables may be set. */
    Scope scope() {
        return Scope.newChildScope(builtins);
    }

    private void dryRun(JsonQuery query, Set<String> variables) throws JsonQueryException {
        Scope scope = scope();
        variables.forEach(name -> scope.setValue(name, NullNode.instance));
        try {
            query.apply(scope, NullNode.instance, ignored -> {});
        } catch (JsonQueryException e) {
            String problem = String.valueOf(e.getMessage());
            if (problem.contains("does not exist") || problem.contains("Undefined variable")) throw e;
        }
    }

    private record Query(JsonQuery query) implements Expr {
        @Override
        public JsonNode eval(JsonNode input, Frame frame) throws Unfit {
            List<JsonNode> found = run(input, frame);
            if (found.size() > 1)
                throw new Unfit("one value, but the expression gives " + found.size()
                        + " (put it in [ ] for a list, or in first( ))");
            return found.isEmpty() || found.get(0).isNull() ? null : found.get(0);
        }

        @Override
        public List<JsonNode> all(JsonNode input, Frame frame) throws Unfit {
            List<JsonNode> found = run(input, frame);
            if (found.size() != 1) return found.isEmpty() ? null : found;
            if (found.get(0).isNull()) return null;
            if (!found.get(0).isArray()) return found;
            List<JsonNode> elements = new ArrayList<>();
            found.get(0).forEach(elements::add);
            return elements;
        }

        private List<JsonNode> run(JsonNode input, Frame frame) throws Unfit {
            List<JsonNode> found = new ArrayList<>(2);
            try {
                query.apply(frame.scope(), input == null ? NullNode.instance : input, found::add);
            } catch (JsonQueryException e) {
                throw new Unfit("a value, but jq says: " + withoutValues(e.getMessage()));
            }
            return found;
        }

        /** Invariant 7: jq quotes values in its messages; what follows the first quote or bracket is left out. */
        private static String withoutValues(String message) {
            return message == null ? "error" : message.split("[\"'({\\[0-9]", 2)[0].strip();
        }
    }
}
