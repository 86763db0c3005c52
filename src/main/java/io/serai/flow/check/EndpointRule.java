package io.serai.flow.check;

import io.serai.message.Finding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.catalog.EndpointValidationResult;
import org.apache.camel.catalog.impl.AbstractCamelCatalog;
import org.apache.camel.tooling.model.BaseOptionModel;
import org.apache.camel.tooling.model.ComponentModel;
import org.apache.camel.util.TimeUtils;

/** Components and their options, against the metadata that each component brings. */
final class EndpointRule implements Rule {
    private static final List<String> USUAL = List.of(
            "bean",
            "bus",
            "class",
            "direct",
            "file",
            "http",
            "https",
            "hub",
            "journal",
            "kamelet",
            "language",
            "log",
            "mapping",
            "platform-http",
            "rest",
            "salesforce",
            "schedule",
            "seda",
            "timer");

    private final CamelContext context;
    private final Catalog catalog;

    EndpointRule(CamelContext context, Catalog catalog) {
        this.context = context;
        this.catalog = catalog;
    }

    @Override
    public void check(FlowSet flows, List<Finding> findings) {
        Set<String> systems = flows.optionalSystems();
        flows.uses()
                .filter(use -> !use.is("kamelet"))
                .filter(use -> !systems.contains(use.scheme()) || catalog.component(use.scheme()) != null)
                .forEach(use -> check(use, flows.text(use.in()), findings));
    }

    private void check(Use use, SourceText text, List<Finding> findings) {
        String scheme = use.scheme();
        if (scheme.contains("{{") || scheme.contains("${")) return;
        ComponentModel model = catalog.component(scheme);
        if (model == null) {
            if (!exists(scheme))
                findings.add(text.error(
                        use.line(), scheme, "unknown component '" + scheme + "'" + Closest.hint(scheme, names())));
            return;
        }
        options(use, model, text, findings);
    }

    private void options(Use use, ComponentModel model, SourceText text, List<Finding> findings) {
        String uri = placeholders(use.uri());
        boolean both = !model.isConsumerOnly() && !model.isProducerOnly();
        if (use.reads() && model.isProducerOnly())
            findings.add(
                    text.error(use.line(), use.scheme(), "'" + use.scheme() + "' cannot be read from, only sent to"));
        if (!use.reads() && model.isConsumerOnly())
            findings.add(
                    text.error(use.line(), use.scheme(), "'" + use.scheme() + "' cannot be sent to, only read from"));
        EndpointValidationResult result = catalog.validate(uri, both && use.reads(), both && !use.reads());
        for (String[] each : messages(result, model, use))
            findings.add(text.error(use.line(), each[0], each[1] + " (" + use.scheme() + ")"));
    }

    /** Pairs of the word to point at and the message. */
    private static List<String[]> messages(EndpointValidationResult result, ComponentModel model, Use use) {
        List<String[]> all = new ArrayList<>();
        if (result.getSyntaxError() != null)
            all.add(new String[] {use.scheme(), "not an endpoint: " + result.getSyntaxError()});
        for (String name : orEmpty(result.getUnknown()))
            all.add(new String[] {name, "unknown option '" + name + "'" + Closest.hint(name, options(model))});
        for (String name : orEmpty(result.getRequired()))
            all.add(new String[] {use.scheme(), "missing required '" + name + "'"});
        for (String name : orEmpty(result.getNotConsumerOnly()))
            all.add(new String[] {name, "option '" + name + "' is for sending, not for reading"});
        for (String name : orEmpty(result.getNotProducerOnly()))
            all.add(new String[] {name, "option '" + name + "' is for reading, not for sending"});
        orEmpty(result.getInvalidEnum()).forEach((name, value) -> {
            List<String> choices = List.of(result.getInvalidEnumChoices().get(name));
            all.add(new String[] {
                name, "option '" + name + "': '" + value + "' is none of " + choices + Closest.hint(value, choices)
            });
        });
        types(result)
                .forEach((type, wrong) -> orEmpty(wrong)
                        .forEach((name, value) -> all.add(new String[] {
                            name, "option '" + name + "': expected " + type + ", found '" + value + "'"
                        })));
        return all;
    }

    private static Map<String, Map<String, String>> types(EndpointValidationResult result) {
        return Map.of(
                "true or false", orEmpty(result.getInvalidBoolean()),
                "a whole number", orEmpty(result.getInvalidInteger()),
                "a number", orEmpty(result.getInvalidNumber()),
                "a duration such as 30s", durations(result),
                "a reference such as #name", orEmpty(result.getInvalidReference()));
    }

    /** The catalog knows fewer patterns than Camel at run time: {@code 150ms}. */
    private static Map<String, String> durations(EndpointValidationResult result) {
        Map<String, String> wrong = new HashMap<>(orEmpty(result.getInvalidDuration()));
        wrong.values().removeIf(value -> {
            try {
                return TimeUtils.toMilliSeconds(value) >= 0;
            } catch (RuntimeException e) {
                return false; // not a time pattern: what it throws differs with the text
            }
        });
        return wrong;
    }

    private static List<String> options(ComponentModel model) {
        List<String> names = new ArrayList<>();
        model.getEndpointParameterOptions().stream()
                .map(BaseOptionModel::getName)
                .forEach(names::add);
        return names;
    }

    private boolean exists(String scheme) {
        return context.getComponent(scheme, true, false) != null;
    }

    private Set<String> names() {
        Set<String> names = new TreeSet<>(USUAL);
        names.addAll(context.getComponentNames());
        return names;
    }

    /** What is computed for each message becomes a placeholder, which the catalog leaves alone. */
    static String placeholders(String uri) {
        StringBuilder plain = new StringBuilder();
        int depth = 0;
        for (int i = 0; i < uri.length(); i++) {
            if (uri.startsWith("${", i)) {
                if (depth++ == 0) plain.append("{{computed}}");
                i++;
            } else if (depth > 0 && uri.charAt(i) == '{') {
                depth++;
            } else if (depth > 0 && uri.charAt(i) == '}') {
                depth--;
            } else if (depth == 0) {
                plain.append(uri.charAt(i));
            }
        }
        return plain.toString();
    }

    private static Set<String> orEmpty(Set<String> names) {
        return names == null ? Set.of() : names;
    }

    private static Map<String, String> orEmpty(Map<String, String> values) {
        return values == null ? Map.of() : values;
    }

    /** Camel's metadata of the components on the class path. */
    static final class Catalog {
        private final AbstractCamelCatalog catalog;

        Catalog(CamelContext context) {
            this.catalog = (AbstractCamelCatalog) org.apache.camel.support.PluginHelper.getRuntimeCamelCatalog(context);
        }

        /** Null when no metadata is known. */
        ComponentModel component(String scheme) {
            return catalog.componentModel(scheme);
        }

        EndpointValidationResult validate(String uri, boolean readsOnly, boolean sendsOnly) {
            return catalog.validateEndpointProperties(uri, false, readsOnly, sendsOnly);
        }
    }
}
