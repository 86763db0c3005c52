package io.serai.journal;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** The {@code journal:} component. */
@Component("journal")
public class JournalComponent extends DefaultComponent {
    private final Reception reception;

    JournalComponent(Reception reception) {
        this.reception = reception;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        if (!"receive".equals(remaining))
            throw new IllegalArgumentException("journal:" + remaining + " is unknown; there is journal:receive");
        JournalEndpoint endpoint = new JournalEndpoint(uri, this, reception);
        endpoint.setVerb(remaining);
        setProperties(endpoint, parameters);
        return endpoint;
    }
}
