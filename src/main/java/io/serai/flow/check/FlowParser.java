package io.serai.flow.check;

import org.apache.camel.CamelContext;

/** Reads files of all kinds; adds nothing to the Camel context, whose languages and loaders it asks. Not thread-safe. */
public final class FlowParser {
    private final YamlParser yaml;
    private final KameletParser kamelets;
    private final XmlParser xml = new XmlParser();

    public FlowParser(CamelContext context) {
        this.yaml = new YamlParser(context);
        this.kamelets = new KameletParser(context);
    }

    public Parsed parse(FlowFile file) {
        return switch (file.kind()) {
            case YAML -> yaml.parse(file);
            case KAMELET -> kamelets.parse(file);
            case XML -> xml.parse(file);
        };
    }
}
