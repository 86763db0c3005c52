package io.serai.hub;

import io.opentelemetry.api.trace.SpanKind;
import io.serai.message.Traced;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;

/** Runs the step of one endpoint. */
class HubProducer extends DefaultProducer {
    private final Step step;
    private final String span;

    HubProducer(HubEndpoint endpoint, Step step) {
        super(endpoint);
        this.step = step;
        this.span = "hub " + endpoint.getVerb();
    }

    @Override
    public void process(Exchange exchange) {
        try (Traced traced = Traced.of(exchange).child(SpanKind.INTERNAL, span)) {
            run(exchange, traced);
        }
    }

    private void run(Exchange exchange, Traced traced) {
        try {
            step.run(exchange);
        } catch (RuntimeException e) {
            traced.failed(e);
            throw e;
        }
    }
}
