package io.serai.connect.salesforce;

import io.serai.connect.quota.Limiter;
import io.serai.message.Priority;
import java.io.IOException;
import java.time.Duration;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.component.salesforce.SalesforceProducer;
import org.apache.camel.component.salesforce.api.SalesforceException;

/** Waits for its turn before it calls, on the thread of the exchange, and notices when the day's calls are used up. */
final class LimitedSalesforceProducer extends SalesforceProducer {
    private static final String USED_UP = "REQUEST_LIMIT_EXCEEDED";
    /** Calls come back in the course of 24 hours; asked more often, each refusal would only be one more. */
    private static final Duration LONG = Duration.ofMinutes(15);

    private final Limiter limiter;

    LimitedSalesforceProducer(LimitedSalesforceEndpoint endpoint, Limiter limiter) throws SalesforceException {
        super(endpoint);
        this.limiter = limiter;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Limiter.Call call;
        try {
            call = limiter.enter(Priority.of(exchange));
        } catch (IOException | RuntimeException e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
        try {
            return super.process(exchange, done -> {
                call.close();
                if (usedUp(exchange.getException())) limiter.exhausted(LONG);
                callback.done(done);
            });
        } catch (RuntimeException e) { // a login that failed
            call.close();
            throw e;
        }
    }

    private static boolean usedUp(Throwable failure) {
        return failure instanceof SalesforceException answer
                && answer.getErrors().stream().anyMatch(error -> USED_UP.equals(error.getErrorCode()));
    }
}
