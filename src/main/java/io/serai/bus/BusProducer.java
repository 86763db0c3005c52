package io.serai.bus;

import io.serai.message.Batches;
import io.serai.message.Item;
import io.serai.message.Priority;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;

/** Publishes each live record of the exchange to the topic. */
class BusProducer extends DefaultProducer {
    private final String topic;
    private final Bus bus;
    private final Priority fixed;

    /** @param fixed the endpoint's option; null leaves it to the exchange */
    BusProducer(BusEndpoint endpoint, Bus bus, Priority fixed) {
        super(endpoint);
        this.topic = endpoint.getTopic();
        this.bus = bus;
        this.fixed = fixed;
    }

    @Override
    public void process(Exchange exchange) {
        Priority said = fixed == null ? Priority.said(exchange).orElse(null) : fixed;
        List<Item> items = Batches.current(exchange).live();
        bus.publish(
                topic,
                said == null
                        ? items
                        : items.stream().map(item -> item.with(said)).toList());
    }
}
