package io.serai.bus;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** The {@code bus:} component; its parts are injected, so that a route only names topic and group. */
@Component("bus")
public class BusComponent extends DefaultComponent {
    private final Bus bus;
    private final Workshop workshop;

    BusComponent(Bus bus, Workshop workshop) {
        this.bus = bus;
        this.workshop = workshop;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        BusEndpoint endpoint = new BusEndpoint(uri, this);
        endpoint.setTopic(remaining);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        workshop.transport().start();
        super.doStart();
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        workshop.transport().stop();
    }

    Bus bus() {
        return bus;
    }

    Workshop workshop() {
        return workshop;
    }
}
