package io.serai.bus;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;

/** The workers of one group in this process. The group is registered before any route starts, so that no message passes it by. */
class BusConsumer extends DefaultConsumer {
    private final BusEndpoint endpoint;
    private final Workshop workshop;
    private final List<BusWorker> workers = new ArrayList<>();
    private Group group;

    BusConsumer(BusEndpoint endpoint, Processor processor, Workshop workshop) {
        super(endpoint, processor);
        this.endpoint = endpoint;
        this.workshop = workshop;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        workshop.lanes().start();
        Group registered = workshop.groups().register(endpoint.getTopic(), endpoint.getGroup());
        workshop.transport().open(registered, endpoint.getBatch(), endpoint.getConcurrency());
        group = registered; // only now there is something of this consumer to close
        for (int index = 0; index < endpoint.getConcurrency(); index++)
            workers.add(new BusWorker(this, endpoint, workshop, group, index));
        workshop.readers().add(group);
        workers.forEach(BusWorker::start);
    }

    /** Ends after the exchanges that are under way have ended and are settled. */
    @Override
    protected void doStop() throws Exception {
        workers.forEach(BusWorker::finish);
        workers.forEach(BusWorker::join);
        workers.clear();
        Group closing = group;
        group = null;
        if (closing != null) {
            workshop.readers().remove(closing);
            workshop.transport().close(closing);
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
