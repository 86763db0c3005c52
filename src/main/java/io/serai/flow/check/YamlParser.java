package io.serai.flow.check;

import io.serai.message.Finding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.dsl.yaml.deserializers.OutputAwareFromDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads {@code *.camel.yaml}. */
final class YamlParser {
    private static final Set<String> ROUTES = Set.of("route", "from");
    private static final Set<String> SHARED = Set.of(
            "onException",
            "onCompletion",
            "intercept",
            "interceptFrom",
            "interceptSendToEndpoint",
            "errorHandler",
            "beans");

    private final YamlDsl dsl;

    YamlParser(CamelContext context) {
        this.dsl = new YamlDsl(context);
    }

    Parsed parse(FlowFile file) {
        List<Finding> findings = new ArrayList<>();
        Work work = new Work(file, findings);
        try {
            YamlNodes.compose(file.content()).ifPresentOrElse(work::root, work::empty);
        } catch (MarkedYamlEngineException e) {
            findings.add(syntax(file, e));
        }
        return work.parsed();
    }

    static Finding syntax(FlowFile file, MarkedYamlEngineException e) {
        int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
        int column = e.getProblemMark().map(mark -> mark.getColumn() + 1).orElse(1);
        return Finding.error(file.name(), line, column, "not YAML: " + e.getProblem());
    }

    private final class Work {
        private final FlowFile file;
        private final List<Finding> findings;
        private final List<RouteDefinition> routes = new ArrayList<>();
        private final Map<String, String> definitions = new HashMap<>();
        private final StringBuilder shared = new StringBuilder();
        private final Set<String> beans = new HashSet<>();

        Work(FlowFile file, List<Finding> findings) {
            this.file = file;
            this.findings = findings;
        }

        void empty() {
            // an empty file has no routes, and that is all
        }

        void root(Node root) {
            if (!(root instanceof SequenceNode)) {
                error(root, "expected a list of routes, each beginning with '- route:'");
                return;
            }
            YamlNodes.elements(root).forEach(this::item);
        }

        private void item(Node item) {
            String key = YamlNodes.firstKey(item);
            String text = YamlNodes.slice(file.content(), item);
            if (key != null && ROUTES.contains(key)) route(item, text);
            else if (key != null && SHARED.contains(key)) shared(key, item, text);
            else
                error(item, "'" + key + "' cannot stand here: expected 'route', 'beans', 'onException' or 'intercept'");
        }

        private void route(Node item, String text) {
            Optional<Object> made = dsl.construct(file, item, findings);
            RouteDefinition route = made.map(this::asRoute).orElse(null);
            if (route == null) return;
            routes.add(route);
            if (route.getId() != null) definitions.put(route.getId(), text);
        }

        private RouteDefinition asRoute(Object made) {
            if (made instanceof RouteDefinition route) return route;
            if (!(made instanceof OutputAwareFromDefinition from)) return null;
            RouteDefinition route = new RouteDefinition();
            route.setInput(from.getDelegate());
            route.setOutputs(from.getOutputs());
            return route;
        }

        private void shared(String key, Node item, String text) {
            shared.append(text);
            if (key.equals("beans")) { // not constructed: that would make the beans
                for (Node bean : YamlNodes.elements(YamlNodes.at(item, key)))
                    Optional.ofNullable(YamlNodes.text(YamlNodes.at(bean, "name")))
                            .ifPresent(beans::add);
                return;
            }
            if (dsl.construct(file, item, findings).orElse(null) instanceof ProcessorDefinition<?> step) {
                RouteDefinition holder = new RouteDefinition();
                holder.setOutputs(new ArrayList<>(List.of(step)));
                routes.add(holder);
            }
        }

        private void error(Node at, String message) {
            findings.add(Finding.error(file.name(), YamlNodes.line(at), YamlNodes.column(at), message));
        }

        Parsed parsed() {
            return new Parsed(file, findings, routes, definitions, shared.toString(), beans, null);
        }
    }
}
