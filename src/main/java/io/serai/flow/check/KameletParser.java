package io.serai.flow.check;

import io.serai.message.Finding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/** Reads {@code *.kamelet.yaml}. */
final class KameletParser {
    private final YamlDsl dsl;

    KameletParser(CamelContext context) {
        this.dsl = new YamlDsl(context);
    }

    Parsed parse(FlowFile file) {
        List<Finding> findings = new ArrayList<>();
        try {
            Node root = YamlNodes.compose(file.content()).orElse(null);
            return parse(file, root, findings);
        } catch (MarkedYamlEngineException e) {
            findings.add(YamlParser.syntax(file, e));
            return parsed(file, findings, List.of(), Set.of(), null);
        }
    }

    private Parsed parse(FlowFile file, Node root, List<Finding> findings) {
        String name = YamlNodes.text(YamlNodes.at(root, "metadata", "name"));
        if (name == null) missing(file, findings, "metadata.name: the name of the kamelet");
        Node template = YamlNodes.at(root, "spec", "template");
        if (template == null) missing(file, findings, "spec.template with 'from:' and its steps");
        List<RouteDefinition> routes = template == null
                ? List.of()
                : dsl.template(file, template, findings)
                        .map(RouteTemplateDefinition::getRoute)
                        .map(List::of)
                        .orElse(List.of());
        Kamelet kamelet = name == null ? null : new Kamelet(name, properties(root), required(root));
        return parsed(file, findings, routes, beans(template), kamelet);
    }

    private static void missing(FlowFile file, List<Finding> findings, String what) {
        findings.add(Finding.error(file.name(), 1, 1, "a kamelet needs " + what));
    }

    private static Parsed parsed(
            FlowFile file, List<Finding> findings, List<RouteDefinition> routes, Set<String> beans, Kamelet kamelet) {
        return new Parsed(file, findings, routes, Map.of(), file.content(), beans, kamelet);
    }

    private static Map<String, Kamelet.Property> properties(Node root) {
        Map<String, Kamelet.Property> properties = new LinkedHashMap<>();
        for (NodeTuple entry : YamlNodes.entries(YamlNodes.at(root, "spec", "definition", "properties"))) {
            Node value = entry.getValueNode();
            properties.put(
                    YamlNodes.text(entry.getKeyNode()),
                    new Kamelet.Property(
                            YamlNodes.text(YamlNodes.at(value, "type")),
                            YamlNodes.text(YamlNodes.at(value, "default")),
                            texts(YamlNodes.at(value, "enum"))));
        }
        return properties;
    }

    private static Set<String> required(Node root) {
        return new HashSet<>(texts(YamlNodes.at(root, "spec", "definition", "required")));
    }

    private static Set<String> beans(Node template) {
        Set<String> names = new HashSet<>();
        for (Node bean : YamlNodes.elements(YamlNodes.at(template, "beans"))) {
            String name = YamlNodes.text(YamlNodes.at(bean, "name"));
            if (name != null) names.add(name);
        }
        return names;
    }

    private static List<String> texts(Node list) {
        return YamlNodes.elements(list).stream()
                .map(YamlNodes::text)
                .filter(Objects::nonNull)
                .toList();
    }
}
