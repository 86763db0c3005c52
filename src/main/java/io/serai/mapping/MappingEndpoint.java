package io.serai.mapping;

import io.serai.message.Links;
import java.util.Optional;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/**
 * Map records between a vendor's form and the canonical one by a mapping table.
 *
 * <p>Of a batch, every live record is mapped by itself: one with errors is settled as dead with all its errors, one that refers to
 * a record which the target does not have yet waits for it, one that the table leaves out is skipped, and the others go on.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "mapping",
        title = "Mapping",
        syntax = "mapping:name",
        producerOnly = true,
        remote = false,
        category = {Category.TRANSFORMATION})
public class MappingEndpoint extends DefaultEndpoint {
    @UriPath(description = "Name of the mapping table.")
    @Metadata(required = true)
    private String name;

    @UriParam(
            description =
                    "System whose name expressions see as $system and for which links are resolved. By default the"
                            + " system that the record comes from or is delivered to.")
    private String system;

    @UriParam(
            description =
                    "Of a batch that goes to a system: the table by which that system's objects are read. What it makes of the mapped bodies is"
                            + " kept by hub:unsent as no word of the system's own, where one word there stands for several here")
    private String readBack;

    public MappingEndpoint(String uri, MappingComponent component) {
        super(uri, component);
    }

    @Override
    public Producer createProducer() {
        MappingComponent component = (MappingComponent) getComponent();
        Mappings mappings = Optional.ofNullable(component.getMappings())
                .orElseGet(() -> getCamelContext().getRegistry().findSingleByType(Mappings.class));
        Links links = Optional.ofNullable(component.getLinks())
                .orElseGet(() -> getCamelContext().getRegistry().findSingleByType(Links.class));
        if (mappings == null) throw new IllegalStateException("there are no mapping tables in the registry");
        return new MappingProducer(this, mappings, links);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("nothing can be read from " + getEndpointUri());
    }

    @Override
    public boolean isRemote() {
        return false;
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public String getSystem() {
        return system;
    }

    public void setSystem(String system) {
        this.system = system;
    }

    public String getReadBack() {
        return readBack;
    }

    public void setReadBack(String readBack) {
        this.readBack = readBack;
    }
}
