package io.serai.connect.broker;

import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.ServiceStatus;
import org.apache.camel.support.service.ServiceSupport;

/** Puts {@link UntilTaken} between a consumer and its route. */
final class Patience {
    /** As {@code Endpoint.createConsumer}. */
    interface Maker {
        Consumer make(Processor processor) throws Exception;
    }

    private Patience() {}

    static Consumer consumer(String name, Processor route, Maker maker) throws Exception {
        AtomicReference<Consumer> made = new AtomicReference<>();
        Consumer consumer = maker.make(new UntilTaken(name, route, () -> running(made.get())));
        made.set(consumer);
        return consumer;
    }

    private static boolean running(Consumer consumer) {
        if (!(consumer instanceof ServiceSupport service)) return true;
        ServiceStatus status = service.getStatus();
        return status == ServiceStatus.Starting || status == ServiceStatus.Started;
    }
}
