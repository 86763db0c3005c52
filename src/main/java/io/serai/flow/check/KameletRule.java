package io.serai.flow.check;

import io.serai.message.Finding;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.util.URISupport;

/** Kamelets that routes use: known, all required properties given, no unknown ones, values of the right type. */
final class KameletRule implements Rule {
    /** Options of Camel's kamelet component itself. */
    private static final Set<String> OWN = Set.of(
            "block",
            "bridgeErrorHandler",
            "exceptionHandler",
            "exchangePattern",
            "failIfNoConsumers",
            "lazyStartProducer",
            "location",
            "noErrorHandler",
            "timeout");

    private final CamelContext context;

    KameletRule(CamelContext context) {
        this.context = context;
    }

    @Override
    public void check(FlowSet flows, List<Finding> findings) {
        Map<String, String> names = new HashMap<>();
        for (Parsed file : flows.files()) {
            if (file.template() == null) continue;
            String other = names.putIfAbsent(file.template(), file.file().name());
            if (other != null)
                findings.add(flows.text(file)
                        .error(
                                1,
                                file.template(),
                                "kamelet '" + file.template() + "' is defined in " + other + " too"));
        }
        flows.uses("kamelet").forEach(use -> check(use, flows, findings));
    }

    private void check(Use use, FlowSet flows, List<Finding> findings) {
        String name =
                use.path().contains("/") ? use.path().substring(0, use.path().indexOf('/')) : use.path();
        if (name.equals("source") || name.equals("sink")) return;
        SourceText text = flows.text(use.in());
        if (use.dynamic()) {
            String message = "a computed kamelet: endpoint would make one more route for each value;"
                    + " use 'to' and let the kamelet compute what differs";
            findings.add(text.error(use.line(), "kamelet", message));
            return;
        }
        if (name.contains("{{")) return;
        Kamelet kamelet = flows.kamelets().get(name);
        if (kamelet == null) {
            findings.add(text.error(
                    use.line(),
                    name,
                    "unknown kamelet '" + name + "'"
                            + Closest.hint(name, flows.kamelets().keySet())));
            return;
        }
        try {
            properties(use, kamelet, URISupport.parseQuery(query(use.uri()), true), text, findings);
        } catch (URISyntaxException e) {
            findings.add(text.error(use.line(), name, "not an endpoint: " + e.getMessage()));
        }
    }

    private static String query(String uri) {
        int begin = uri.indexOf('?');
        return begin < 0 ? "" : uri.substring(begin + 1);
    }

    private void properties(
            Use use, Kamelet kamelet, Map<String, Object> given, SourceText text, List<Finding> findings) {
        given.forEach((name, value) -> {
            Kamelet.Property property = kamelet.properties().get(name);
            if (property == null && !OWN.contains(name))
                findings.add(text.error(
                        use.line(),
                        name,
                        "unknown property '" + name + "' (kamelet:" + kamelet.name() + ")"
                                + Closest.hint(name, kamelet.properties().keySet())));
            else if (property != null) value(use, kamelet, name, property, String.valueOf(value), text, findings);
        });
        for (String name : kamelet.required()) {
            Kamelet.Property property = kamelet.properties().get(name);
            boolean defaults = property != null && property.fallback() != null;
            if (!defaults && !given.containsKey(name) && !configured(kamelet.name(), name))
                findings.add(text.error(
                        use.line(),
                        kamelet.name(),
                        "missing required property '" + name + "' (kamelet:" + kamelet.name() + ")"));
        }
    }

    private boolean configured(String kamelet, String property) {
        return context.getPropertiesComponent()
                .resolveProperty("camel.kamelet." + kamelet + "." + property)
                .isPresent();
    }

    private static void value(
            Use use,
            Kamelet kamelet,
            String name,
            Kamelet.Property property,
            String value,
            SourceText text,
            List<Finding> findings) {
        if (value.contains("${") || value.contains("{{") || value.startsWith("#")) return;
        String wrong = null;
        if (!property.allowed().isEmpty() && !property.allowed().contains(value))
            wrong = "'" + value + "' is none of " + property.allowed();
        else if ("integer".equals(property.type()) && !value.matches("-?\\d+"))
            wrong = "expected a whole number, found '" + value + "'";
        else if ("number".equals(property.type()) && !value.matches("-?\\d+(\\.\\d+)?"))
            wrong = "expected a number, found '" + value + "'";
        else if ("boolean".equals(property.type()) && !value.matches("true|false"))
            wrong = "expected true or false, found '" + value + "'";
        if (wrong != null)
            findings.add(text.error(
                    use.line(), name, "property '" + name + "': " + wrong + " (kamelet:" + kamelet.name() + ")"));
    }
}
