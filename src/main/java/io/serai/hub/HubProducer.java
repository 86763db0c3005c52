package io.serai.hub;

import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;

/** Runs the step of one endpoint. */
class HubProducer extends DefaultProducer {
    private final Step step;

    HubProducer(HubEndpoint endpoint, Step step) {
        super(endpoint);
        this.step = step;
    }

    @Override
    public void process(Exchange exchange) {
        step.run(exchange);
    }
}
