package io.serai.bus;

import java.time.Clock;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** The {@code bus:} component; its parts are injected, so that a route only names topic and group. */
@Component("bus")
public class BusComponent extends DefaultComponent {
    private final Bus bus;
    private final Workshop workshop;
    private final Alarm alarm;
    private final Clock clock;

    BusComponent(Bus bus, Workshop workshop, Alarm alarm, Clock clock) {
        this.bus = bus;
        this.workshop = workshop;
        this.alarm = alarm;
        this.clock = clock;
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
        alarm.start();
        super.doStart();
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        alarm.finish();
        workshop.transport().stop();
    }

    /** Lanes pass on while the store can still be written to, so that other replicas need not wait for the leases to end. */
    @Override
    protected void doShutdown() throws Exception {
        super.doShutdown();
        workshop.lanes().close();
    }

    Bus bus() {
        return bus;
    }

    Clock clock() {
        return clock;
    }

    Workshop workshop() {
        return workshop;
    }
}
