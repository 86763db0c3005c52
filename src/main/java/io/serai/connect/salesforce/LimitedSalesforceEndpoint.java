package io.serai.connect.salesforce;

import io.serai.connect.quota.Limiter;
import org.apache.camel.Producer;
import org.apache.camel.component.salesforce.SalesforceEndpoint;

/** camel-salesforce's endpoint, whose calls keep within the org's quota. */
final class LimitedSalesforceEndpoint extends SalesforceEndpoint {
    private final String system;
    private final Limiter limiter;

    /** @param made with all options; those of consumers are the component's defaults */
    LimitedSalesforceEndpoint(
            String uri, SalesforceSystemComponent component, SalesforceEndpoint made, String system, Limiter limiter) {
        super(uri, component, made.getConfiguration(), made.getOperationName(), made.getTopicName());
        setReplayId(made.getReplayId());
        setPubSubReplayId(made.getPubSubReplayId());
        setConsumerWorkerPoolEnabled(made.isConsumerWorkerPoolEnabled());
        setConsumerWorkerPoolExecutorService(made.getConsumerWorkerPoolExecutorService());
        setConsumerWorkerPoolSize(made.getConsumerWorkerPoolSize());
        setConsumerWorkerPoolMaxSize(made.getConsumerWorkerPoolMaxSize());
        this.system = system;
        this.limiter = limiter;
    }

    @Override
    public Producer createProducer() throws Exception {
        if (getOperationName() == null) return super.createProducer(); // which tells what is wrong
        return new LimitedSalesforceProducer(this, system, limiter);
    }
}
