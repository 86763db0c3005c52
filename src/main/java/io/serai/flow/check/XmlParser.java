package io.serai.flow.check;

import io.serai.message.Finding;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.dsl.xml.io.XmlModelParser;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RoutesDefinition;
import org.apache.camel.model.app.BeansDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.xml.io.XmlPullParserException;
import org.apache.camel.xml.io.XmlPullParserLocationException;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/** Reads {@code *.camel.xml} with the root element {@code routes}, {@code route}, {@code camel} or {@code beans}. */
final class XmlParser {
    private static final Set<String> ROOTS = Set.of("routes", "route", "camel", "beans");

    Parsed parse(FlowFile file) {
        List<Finding> findings = new ArrayList<>();
        try {
            XmlOutline outline = XmlOutline.of(file.content());
            if (!ROOTS.contains(outline.root())) {
                findings.add(Finding.error(
                        file.name(), 1, 1, "<" + outline.root() + "> cannot be loaded: expected <routes>"));
                return parsed(file, findings, List.of(), outline);
            }
            return parsed(file, findings, routes(file, outline, findings), outline);
        } catch (SAXParseException e) {
            findings.add(
                    Finding.error(file.name(), e.getLineNumber(), e.getColumnNumber(), "not XML: " + e.getMessage()));
            return parsed(file, findings, List.of(), null);
        } catch (SAXException e) {
            findings.add(Finding.error(file.name(), 1, 1, "not XML: " + e.getMessage()));
            return parsed(file, findings, List.of(), null);
        }
    }

    private static Parsed parsed(
            FlowFile file, List<Finding> findings, List<RouteDefinition> routes, XmlOutline outline) {
        Map<String, String> definitions = new HashMap<>();
        if (outline != null)
            outline.routes().stream()
                    .filter(route -> route.id() != null)
                    .forEach(route -> definitions.put(route.id(), outline.text(route)));
        return new Parsed(
                file,
                findings,
                routes,
                definitions,
                outline == null ? "" : outline.shared(),
                outline == null ? Set.of() : outline.beans(),
                null);
    }

    /** Camel tells its first error only, so the route that has it is blanked and the others are looked at again. */
    private static List<RouteDefinition> routes(FlowFile file, XmlOutline outline, List<Finding> findings) {
        String content = file.content();
        while (true) {
            try {
                return model(FlowFile.of(file.name(), file.kind(), content).resource(), outline);
            } catch (XmlPullParserLocationException e) {
                String message = Optional.ofNullable(e.getCause())
                        .map(Throwable::getMessage)
                        .orElse(e.getMessage());
                findings.add(Finding.error(file.name(), e.getLineNumber(), Math.max(1, e.getColumnNumber()), message));
                Optional<String> rest = outline.blank(content, e.getLineNumber());
                if (rest.isEmpty()) return List.of();
                content = rest.get();
            } catch (XmlPullParserException e) {
                findings.add(Finding.error(file.name(), Math.max(1, e.getLineNumber()), 1, e.getMessage()));
                return List.of();
            } catch (IOException | RuntimeException e) {
                findings.add(Finding.error(file.name(), 1, 1, "Camel cannot read it: " + e.getMessage()));
                return List.of();
            }
        }
    }

    private static List<RouteDefinition> model(Resource resource, XmlOutline outline)
            throws IOException, XmlPullParserException {
        XmlModelParser parser = new XmlModelParser(resource, outline.namespace());
        if (outline.root().startsWith("route"))
            return parser.parseRoutesDefinition()
                    .map(RoutesDefinition::getRoutes)
                    .orElse(List.of());
        return parser.parseBeansDefinition().map(BeansDefinition::getRoutes).orElse(List.of());
    }
}
