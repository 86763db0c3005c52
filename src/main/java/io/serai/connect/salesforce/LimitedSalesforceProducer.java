package io.serai.connect.salesforce;

import io.opentelemetry.api.trace.SpanKind;
import io.serai.connect.quota.Limiter;
import io.serai.message.Priority;
import io.serai.message.Traced;
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
    private final String system;
    private final String span;

    LimitedSalesforceProducer(LimitedSalesforceEndpoint endpoint, String system, Limiter limiter)
            throws SalesforceException {
        super(endpoint);
        this.limiter = limiter;
        this.system = system;
        this.span = "salesforce " + endpoint.getOperationName().value();
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
        Traced traced = Traced.of(exchange).child(SpanKind.CLIENT, span).attribute("serai.system", system);
        try {
            return super.process(exchange, done -> {
                call.close();
                end(traced, exchange.getException());
                if (usedUp(exchange.getException())) limiter.exhausted(LONG);
                callback.done(done);
            });
        } catch (RuntimeException e) { // a login that failed
            call.close();
            end(traced, e);
            throw e;
        }
    }

    /** Without the path: it may hold a key of a record. */
    private static void end(Traced traced, Throwable failure) {
        if (failure instanceof SalesforceException answer && answer.getStatusCode() > 0)
            traced.answered(answer.getStatusCode());
        else if (failure != null) traced.failed(failure);
        traced.close();
    }

    private static boolean usedUp(Throwable failure) {
        return failure instanceof SalesforceException answer
                && answer.getErrors().stream().anyMatch(error -> USED_UP.equals(error.getErrorCode()));
    }
}
