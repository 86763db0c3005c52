package io.serai.flow.check;

import java.util.Collection;
import java.util.List;
import org.apache.camel.CamelContext;

/** Reads files of all kinds; adds nothing to the Camel context, whose languages and loaders it asks. Thread-safe. */
public final class FlowParser {
    private final CamelContext context;

    public FlowParser(CamelContext context) {
        this.context = context;
    }

    public Parsed parse(FlowFile file) {
        return switch (file.kind()) { // what reads a file keeps a state meanwhile
            case YAML -> new YamlParser(context).parse(file);
            case KAMELET -> new KameletParser(context).parse(file);
            case XML -> new XmlParser().parse(file);
        };
    }

    /** The files in their order, read on all cores. */
    public List<Parsed> parse(Collection<FlowFile> files) {
        return Abreast.map(List.copyOf(files), this::parse);
    }
}
