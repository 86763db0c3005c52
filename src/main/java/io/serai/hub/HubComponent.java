package io.serai.hub;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** The {@code hub:} component. */
@Component("hub")
public class HubComponent extends DefaultComponent {
    private final Hub hub;

    public HubComponent(Hub hub) {
        this.hub = hub;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        HubEndpoint endpoint = new HubEndpoint(uri, this);
        endpoint.setVerb(Verb.of(remaining).label());
        setProperties(endpoint, parameters);
        return endpoint;
    }

    Hub hub() {
        return hub;
    }
}
