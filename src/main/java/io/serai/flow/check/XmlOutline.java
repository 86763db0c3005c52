package io.serai.flow.check;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParser;
import javax.xml.parsers.SAXParserFactory;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.Locator;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** Where the routes of an XML file begin and end; external entities and document types are refused. */
final class XmlOutline {

    /**
     * @param id null when it has none
     * @param from line of the end of the start tag, from 1
     * @param to line of the end tag
     */
    record Route(String id, int from, int to) {}

    private final String[] lines;
    private final List<Route> routes = new ArrayList<>();
    private final Set<String> beans = new HashSet<>();
    private String root;
    private String namespace;

    private XmlOutline(String content) {
        this.lines = content.split("\n", -1);
    }

    static XmlOutline of(String content) throws SAXException {
        XmlOutline outline = new XmlOutline(content);
        try {
            SAXParserFactory factory = SAXParserFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            SAXParser parser = factory.newSAXParser();
            parser.parse(new InputSource(new StringReader(content)), outline.new Handler());
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("every Java has a SAX parser", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return outline;
    }

    String root() {
        return root;
    }

    String namespace() {
        return namespace;
    }

    List<Route> routes() {
        return routes;
    }

    Set<String> beans() {
        return beans;
    }

    String text(Route route) {
        return String.join("\n", List.of(lines).subList(first(route) - 1, route.to()));
    }

    /** The lines outside of all routes. */
    String shared() {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= lines.length; i++) {
            int line = i;
            if (routes.stream().noneMatch(route -> line >= first(route) && line <= route.to()))
                text.append(lines[i - 1].strip());
        }
        return text.toString();
    }

    /** The content with the route that has the line made blank; empty when it is in none, or in one blanked before. */
    Optional<String> blank(String content, int line) {
        String[] left = content.split("\n", -1);
        for (Route route : routes) {
            if (root.equals("route") || line < first(route) || line > route.to()) continue;
            boolean changed = false;
            for (int i = first(route); i <= route.to(); i++) {
                changed |= !left[i - 1].isBlank();
                left[i - 1] = "";
            }
            return changed ? Optional.of(String.join("\n", left)) : Optional.empty();
        }
        return Optional.empty();
    }

    /** The locator knows where a start tag ends; a long one began some lines before. */
    private int first(Route route) {
        int line = route.from();
        while (line > 1 && !lines[line - 1].contains("<route")) line--;
        return line;
    }

    private final class Handler extends DefaultHandler {
        private Locator locator;
        private String id;
        private int from;

        @Override
        public void setDocumentLocator(Locator locator) {
            this.locator = locator;
        }

        @Override
        public void startElement(String uri, String local, String name, Attributes attributes) {
            if (root == null) {
                root = local;
                namespace = uri;
            }
            if (local.equals("route")) {
                id = attributes.getValue("id");
                from = locator.getLineNumber();
            }
            if (local.equals("bean") && attributes.getValue("name") != null) beans.add(attributes.getValue("name"));
        }

        @Override
        public void endElement(String uri, String local, String name) {
            if (local.equals("route")) routes.add(new Route(id, from, locator.getLineNumber()));
        }
    }
}
