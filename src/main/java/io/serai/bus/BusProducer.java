package io.serai.bus;

import io.serai.message.Batches;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;

/** Publishes each live record of the exchange to the topic. */
class BusProducer extends DefaultProducer {
    private final String topic;
    private final Bus bus;

    BusProducer(BusEndpoint endpoint, Bus bus) {
        super(endpoint);
        this.topic = endpoint.getTopic();
        this.bus = bus;
    }

    @Override
    public void process(Exchange exchange) {
        bus.publish(topic, Batches.current(exchange).live());
    }
}
