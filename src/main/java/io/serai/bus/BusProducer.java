package io.serai.bus;

import io.opentelemetry.api.trace.SpanKind;
import io.serai.message.Batches;
import io.serai.message.Item;
import io.serai.message.Priority;
import io.serai.message.Trace;
import io.serai.message.Traced;
import java.time.Clock;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;

/** Publishes each live record of the exchange to the topic, now or later, or takes back what was to be later. */
class BusProducer extends DefaultProducer {
    private final BusEndpoint endpoint;
    private final String topic;
    private final String span;
    private final Bus bus;
    private final Priority fixed;
    private final Clock clock;

    /** @param fixed the endpoint's option; null leaves it to the exchange */
    BusProducer(BusEndpoint endpoint, Bus bus, Priority fixed, Clock clock) {
        super(endpoint);
        this.endpoint = endpoint;
        this.topic = endpoint.getTopic();
        this.span = "publish " + topic;
        this.bus = bus;
        this.fixed = fixed;
        this.clock = clock;
    }

    @Override
    public void process(Exchange exchange) {
        Priority said = fixed == null ? Priority.said(exchange).orElse(null) : fixed;
        List<Item> items = Batches.current(exchange).live();
        if (endpoint.isCancel()) {
            bus.cancel(topic, Delay.key(exchange.getMessage(), endpoint), items);
            return;
        }
        List<Item> urgent = said == null
                ? items
                : items.stream().map(item -> item.with(said)).toList();
        try (Traced publish = Traced.of(exchange).child(SpanKind.PRODUCER, span)) {
            publish.attribute("messaging.destination.name", topic)
                    .attribute("messaging.operation.type", "send")
                    .attribute("messaging.batch.message_count", urgent.size());
            Trace trace = publish.trace();
            List<Item> traced = trace == null
                    ? urgent
                    : urgent.stream().map(item -> item.within(trace)).toList();
            Delay.of(exchange, endpoint, clock)
                    .ifPresentOrElse(delay -> bus.publish(topic, traced, delay), () -> bus.publish(topic, traced));
        }
    }
}
