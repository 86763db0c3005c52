package io.serai.connect;

import io.serai.store.cluster.Leases;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.spi.Policy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * {@code policy: {ref: oneAtATime, steps: ...}}: of the exchanges whose property {@value #WHAT} is the same, one at a time is inside, in
 * all processes that share a database. For who reads an object, changes it and writes all of it, where the vendor would not notice that
 * somebody else has written between: two flows of ours do not undo each other's changes. Whoever else writes to the vendor is not held.
 *
 * <p>Who waits longer than two calls may take fails with a timeout and is tried again. A process that stands still for ten seconds
 * inside, so that others take its lease for one of a dead process, is not held either. Thread-safe.
 */
public final class OneAtATime implements Policy {
    /** Exchange property: what is written, such as {@code magento-pl/customer/42}. */
    static final String WHAT = "SeraiOneAtATime";

    private static final int STRIPES = 64;
    private static final long PATIENCE_MS = 90_000;
    private static final long ASK_AGAIN_MS = 100;

    private final Leases leases;
    private final Semaphore[] stripes =
            Stream.generate(() -> new Semaphore(1, true)).limit(STRIPES).toArray(Semaphore[]::new);

    public OneAtATime(Leases leases) {
        this.leases = leases;
    }

    @Override
    public void beforeWrap(Route route, NamedNode definition) {
        // nothing to prepare: the steps are wrapped as they are
    }

    @Override
    public AsyncProcessor wrap(Route route, Processor steps) {
        return new DelegateAsyncProcessor(steps) {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                String what = exchange.getProperty(WHAT, String.class);
                Semaphore stripe = stripes[Math.floorMod(String.valueOf(what).hashCode(), STRIPES)];
                try {
                    enter(what, stripe);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    exchange.setException(e);
                } catch (TimeoutException | RuntimeException e) {
                    exchange.setException(e);
                }
                if (exchange.getException() != null) {
                    callback.done(true);
                    return true;
                }
                return super.process(exchange, synchronously -> {
                    leave(what, stripe);
                    callback.done(synchronously);
                });
            }
        };
    }

    private void enter(String what, Semaphore stripe) throws InterruptedException, TimeoutException {
        if (what == null)
            throw new IllegalArgumentException(
                    "oneAtATime needs the property " + WHAT + ", set before it in the route");
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
        if (!stripe.tryAcquire(PATIENCE_MS, TimeUnit.MILLISECONDS)) throw late();
        boolean inside = false;
        try {
            while (!leases.take(lease(what))) {
                if (System.nanoTime() > end) throw late();
                TimeUnit.MILLISECONDS.sleep(ASK_AGAIN_MS);
            }
            inside = true;
        } finally {
            if (!inside) stripe.release();
        }
    }

    private void leave(String what, Semaphore stripe) {
        try {
            leases.give(lease(what));
        } finally {
            stripe.release();
        }
    }

    private static String lease(String what) {
        return "one-at-a-time:" + what;
    }

    private static TimeoutException late() {
        return new TimeoutException("somebody else has been writing the same for too long");
    }
}
