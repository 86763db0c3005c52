package io.serai.bus;

import io.serai.message.SystemDirectory;
import io.serai.message.SystemInfo;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;

/** The workers of a route's group in this process, or those of its groups: one for each system of a kind. */
class BusConsumer extends DefaultConsumer {
    private final BusEndpoint endpoint;
    private final Workshop workshop;
    private final List<Reading> readings = new ArrayList<>();

    BusConsumer(BusEndpoint endpoint, Processor processor, Workshop workshop) {
        super(endpoint, processor);
        this.endpoint = endpoint;
        this.workshop = workshop;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        workshop.lanes().start();
        for (String system : systems()) {
            Reading reading = Reading.open(workshop, this, endpoint, system);
            readings.add(reading); // only now there is something of this consumer to close
            workshop.readers().add(reading.group());
        }
        readings.forEach(reading -> reading.workers().forEach(BusWorker::start));
    }

    /** A list with null when the route is not for systems. */
    private List<String> systems() {
        String kind = endpoint.getSystems();
        if (kind == null) return Collections.singletonList(null);
        SystemDirectory directory = endpoint.getCamelContext().getRegistry().findSingleByType(SystemDirectory.class);
        if (directory == null)
            throw new IllegalStateException(
                    "bus:" + endpoint.getTopic() + " is for systems, but none can be looked up");
        return directory.ofKind(kind).stream().map(SystemInfo::name).toList();
    }

    /** Ends after the exchanges that are under way have ended and are settled. */
    @Override
    protected void doStop() throws Exception {
        readings.forEach(reading -> reading.workers().forEach(BusWorker::finish));
        readings.forEach(reading -> reading.workers().forEach(BusWorker::join));
        List<Reading> closing = List.copyOf(readings);
        readings.clear();
        for (Reading reading : closing) {
            workshop.readers().remove(reading.group());
            workshop.transport().close(reading.group());
        }
        super.doStop();
    }

    @Override
    protected void doSuspend() throws Exception {
        doStop();
    }

    @Override
    protected void doResume() throws Exception {
        doStart();
    }
}
