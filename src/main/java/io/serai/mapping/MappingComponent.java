package io.serai.mapping;

import io.serai.message.Links;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** {@code mapping:<name>}; takes {@link Mappings} and {@link Links} from the registry unless they are set. */
@Component("mapping")
public class MappingComponent extends DefaultComponent {
    @Metadata(label = "advanced", autowired = true, description = "The mapping tables")
    private Mappings mappings;

    @Metadata(label = "advanced", autowired = true, description = "Resolves references to records in the target system")
    private Links links;

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        MappingEndpoint endpoint = new MappingEndpoint(uri, this);
        endpoint.setName(remaining);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    public Mappings getMappings() {
        return mappings;
    }

    public void setMappings(Mappings mappings) {
        this.mappings = mappings;
    }

    public Links getLinks() {
        return links;
    }

    public void setLinks(Links links) {
        this.links = links;
    }
}
