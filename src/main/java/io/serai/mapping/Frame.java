package io.serai.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.serai.message.LinkKey;
import io.serai.message.Links;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.thisptr.jackson.jq.Scope;

/** The mapping of one record while it runs: its variables, errors and missing links. Belongs to one thread. */
final class Frame {
    private final Plan plan;
    private final About about;
    private final Links links;
    private final Map<String, JsonNode> variables = new HashMap<>();
    private final Deque<String> path = new ArrayDeque<>();
    private final List<FieldError> errors = new ArrayList<>();
    private final Set<String> unsaid = new TreeSet<>();
    private Scope scope;
    private LinkKey missing;
    private String lost;

    Frame(Plan plan, About about, Links links) {
        this.plan = plan;
        this.about = about;
        this.links = links;
        define("system", text(about.system()));
        define("kind", text(plan.kind()));
        define("record", text(about.record()));
        define("there", text(about.there()));
        define("version", about.version() == null ? null : LongNode.valueOf(about.version()));
    }

    private static JsonNode text(String value) {
        return value == null ? null : TextNode.valueOf(value);
    }

    void define(String name, JsonNode value) {
        variables.put(name, value);
        if (scope != null) define(scope, name, value);
    }

    private static void define(Scope scope, String name, JsonNode value) {
        scope.setValue(name, value == null ? NullNode.instance : value);
    }

    /** The value of {@code $name}; null when it is null. */
    JsonNode variable(String name) {
        return variables.get(name);
    }

    /** The variables as jq sees them; made only when a table needs jq. */
    Scope scope() {
        if (scope == null) {
            scope = plan.jq().scope();
            variables.forEach((name, value) -> define(scope, name, value));
        }
        return scope;
    }

    void enter(String step) {
        path.addLast(step);
    }

    void leave() {
        path.removeLast();
    }

    void error(boolean personal, JsonNode value, String expected) {
        String shown = value == null ? null : personal ? FieldError.MASK : FieldError.shown(value);
        errors.add(new FieldError(plan.name(), String.join("", path), shown, expected));
    }

    /** The field that is just read is one of which the source says nothing now. */
    void unsay() {
        unsaid.add(path.getFirst());
    }

    Set<String> unsaid() {
        return Set.copyOf(unsaid);
    }

    List<FieldError> errors() {
        return errors;
    }

    /** The id of the referred record in the target; null, and remembered, when the target does not have it yet, or never will. */
    JsonNode link(String entity, String system, String externalId) {
        LinkKey key = new LinkKey(entity, system, externalId, about.system() == null ? plan.kind() : about.system());
        String id = links.resolve(key).orElse(null);
        if (id != null) return text(id);
        String gone = links.gone(key).orElse(null);
        if (gone != null)
            lost = "a " + entity + " that " + key.target() + " has, but " + system + ":" + externalId + " " + gone;
        else if (missing == null) missing = key;
        return null;
    }

    /** What the field that was just read refers to and never gets; null when there is no such. */
    String takeLost() {
        String taken = lost;
        lost = null;
        return taken;
    }

    /** The first link that is missing; null when none is. */
    LinkKey missing() {
        return missing;
    }
}
