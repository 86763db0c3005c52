package io.serai.flow.check;

import static org.apache.camel.dsl.yaml.common.YamlDeserializerSupport.setDeserializationContext;

import io.serai.message.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.dsl.yaml.YamlRoutesBuilderLoader;
import org.apache.camel.dsl.yaml.common.YamlDeserializationContext;
import org.apache.camel.model.RouteTemplateDefinition;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Camel's YAML DSL, used to find all its errors instead of the first: what an error is about is cut out of the tree, and the
 * rest is tried again. Adds nothing to the Camel context.
 */
final class YamlDsl extends YamlRoutesBuilderLoader {
    private static final List<String> KNOWN = List.of(
            "aggregate",
            "bean",
            "choice",
            "constant",
            "convertBodyTo",
            "delay",
            "description",
            "doCatch",
            "doFinally",
            "doTry",
            "doWhile",
            "enrich",
            "exception",
            "expression",
            "filter",
            "from",
            "handled",
            "id",
            "jq",
            "kamelet",
            "log",
            "loop",
            "marshal",
            "message",
            "multicast",
            "name",
            "onException",
            "otherwise",
            "parameters",
            "pipeline",
            "pollEnrich",
            "process",
            "recipientList",
            "ref",
            "removeHeader",
            "removeHeaders",
            "removeProperty",
            "route",
            "setBody",
            "setHeader",
            "setHeaders",
            "setProperty",
            "setVariable",
            "simple",
            "split",
            "steps",
            "stop",
            "throttle",
            "throwException",
            "to",
            "toD",
            "transacted",
            "transform",
            "unmarshal",
            "uri",
            "validate",
            "when",
            "wireTap");

    YamlDsl(CamelContext context) {
        setCamelContext(context);
    }

    /** What the item of a routes file means to Camel; empty when nothing of it can be understood. */
    Optional<Object> construct(FlowFile file, Node item, List<Finding> findings) {
        return attempt(file, item, findings, () -> {
            YamlDeserializationContext dsl = context(file);
            setDeserializationContext(item, dsl);
            return dsl.mandatoryResolve(item).construct(item);
        });
    }

    /** The template of a kamelet; empty when nothing of it can be understood. */
    Optional<RouteTemplateDefinition> template(FlowFile file, Node template, List<Finding> findings) {
        return attempt(file, template, findings, () -> {
            YamlDeserializationContext dsl = context(file);
            setDeserializationContext(template, dsl);
            return dsl.construct(template, RouteTemplateDefinition.class);
        });
    }

    private YamlDeserializationContext context(FlowFile file) {
        return newYamlDeserializationContext(YamlNodes.SETTINGS, file.resource());
    }

    private interface Construct<T> {
        T run();
    }

    private static <T> Optional<T> attempt(FlowFile file, Node node, List<Finding> findings, Construct<T> construct) {
        List<Finding> found = new ArrayList<>();
        try {
            while (true) {
                if (node instanceof MappingNode mapping && mapping.getValue().isEmpty()) return Optional.empty();
                try {
                    return Optional.ofNullable(construct.run());
                } catch (MarkedYamlEngineException e) {
                    Optional<Node> cut = YamlNodes.cut(node, e);
                    found.add(finding(file, cut.orElse(node), e));
                    if (cut.isEmpty()) return Optional.empty();
                } catch (RuntimeException e) {
                    found.add(Finding.error(
                            file.name(),
                            YamlNodes.line(node),
                            YamlNodes.column(node),
                            "Camel cannot read it: " + e.getMessage()));
                    return Optional.empty();
                }
            }
        } finally {
            findings.addAll(found);
        }
    }

    private static Finding finding(FlowFile file, Node at, MarkedYamlEngineException e) {
        String name = YamlNodes.named(e);
        String message = name == null ? e.getProblem() : "unknown '" + name + "'" + Closest.hint(name, KNOWN);
        return Finding.error(file.name(), YamlNodes.line(at), YamlNodes.column(at), message);
    }

    @Override
    protected RouteBuilder builder(YamlDeserializationContext dsl, Node root) {
        throw new UnsupportedOperationException("only checks");
    }
}
