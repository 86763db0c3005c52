package io.serai.connect.broker;

import java.util.function.BooleanSupplier;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.support.service.ServiceSupport;
import org.jboss.logging.Logger;

/**
 * Has the route process a broker's message until it has taken it, as it is acknowledged only then (Invariant 2): while the store is
 * down, the queue waits. Brokers' own ways to try again would end in a lost message after some attempts.
 *
 * <p>When the consumer stops, the failure is the broker's, which delivers the message again.
 */
final class UntilTaken extends ServiceSupport implements Processor {
    private static final Logger LOG = Logger.getLogger(UntilTaken.class);
    private static final long FIRST_PAUSE_MS = 500;
    private static final long LONGEST_PAUSE_MS = 15_000;
    private static final long SLICE_MS = 100;

    private final String name;
    private final Processor route;
    private final BooleanSupplier running;

    /** @param running whether the consumer is to go on */
    UntilTaken(String name, Processor route, BooleanSupplier running) {
        this.name = name;
        this.route = route;
        this.running = running;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        long pause = FIRST_PAUSE_MS;
        while (true) {
            Exchange attempt = ExchangeHelper.createCopy(exchange, true);
            Exception failure = run(attempt);
            if (failure == null) return;
            if (!running.getAsBoolean() || !rest(pause)) throw failure;
            if (pause == FIRST_PAUSE_MS)
                LOG.warnf(
                        "%s: a message could not be taken and will be tried again: %s",
                        name, failure.getClass().getName()); // its text may repeat the message
            pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
        }
    }

    private Exception run(Exchange attempt) {
        try {
            route.process(attempt);
            return attempt.getException();
        } catch (Exception e) {
            return e;
        }
    }

    /** False when the consumer stops meanwhile. */
    private boolean rest(long millis) throws InterruptedException {
        for (long left = millis; left > 0; left -= SLICE_MS) {
            Thread.sleep(Math.min(left, SLICE_MS));
            if (!running.getAsBoolean()) return false;
        }
        return true;
    }

    @Override
    protected void doStart() {
        ServiceHelper.startService(route);
    }

    @Override
    protected void doStop() {
        ServiceHelper.stopService(route);
    }
}
