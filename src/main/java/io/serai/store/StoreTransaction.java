package io.serai.store;

import java.util.concurrent.ExecutorService;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.spi.Policy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * The transaction that routes span ({@code policy: {ref: transaction, steps: ...}}, or {@code reception} where a sender waits): the steps inside run on a
 * writing thread as one unit, and the exchange goes on once the unit is durable. An exception inside rolls back what the steps wrote and sets the properties of the exchange back. Concurrent
 * exchanges share one sync of the disk, which a JTA transaction per exchange could not.
 *
 * <p>Not Camel's {@code transacted}: that must stand first in a route and takes everything after it in.
 *
 * <p>Steps inside must be short and local: {@code journal:}, {@code bus:}, {@code hub:}, {@code mapping:}, {@code schedule:} and
 * Camel's own EIPs; never a call to a vendor.
 */
public class StoreTransaction implements Policy {
    private final Store store;
    private final ExecutorService afterwards;
    private final boolean urgent;

    /** @param urgent whether its units go before those of others */
    public StoreTransaction(Store store, ExecutorService afterwards, boolean urgent) {
        this.store = store;
        this.afterwards = afterwards;
        this.urgent = urgent;
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
                ExchangeState before = new ExchangeState(exchange);
                store.submit(tx -> inTransaction(before, getProcessor(), exchange), urgent)
                        .whenCompleteAsync(
                                (ignored, failure) -> {
                                    if (failure != null) undo(exchange, before, failure);
                                    callback.done(false);
                                },
                                afterwards);
                return false;
            }
        };
    }

    /** What the steps noted on the exchange, such as outcomes, is no more true than what they wrote (Invariant 2). */
    private static void undo(Exchange exchange, ExchangeState before, Throwable failure) {
        before.restoreProperties(exchange);
        if (exchange.getException() == null) exchange.setException(failure);
    }

    /** The store may run it again after a deadlock: then the steps begin with the exchange as it was. */
    private static Void inTransaction(ExchangeState before, Processor steps, Exchange exchange) {
        before.begin(exchange);
        try {
            steps.process(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        }
        if (exchange.getException() != null) throw new RolledBack(exchange.getException());
        return null;
    }

    /** Tells the store to roll back; the exchange keeps its own exception. */
    private static final class RolledBack extends RuntimeException {
        RolledBack(Throwable cause) {
            super(null, cause, false, false);
        }
    }
}
