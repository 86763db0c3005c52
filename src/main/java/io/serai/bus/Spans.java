package io.serai.bus;

import io.opentelemetry.api.trace.SpanKind;
import io.serai.message.Failure;
import io.serai.message.Item;
import io.serai.message.Outcome;
import io.serai.message.Trace;
import io.serai.message.Traced;
import io.serai.message.Tracing;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;

/**
 * The spans of one exchange of a group: one for each message, in the trace that brought it. What is done for several messages at once,
 * such as a call to a vendor, is in a trace of its own then, and the two are linked.
 */
final class Spans implements AutoCloseable {
    private static final Spans NONE = new Spans(List.of(), Tracing.OFF.begin(SpanKind.CONSUMER, "", null));

    private final List<Traced> each;
    private final Traced whole;

    private Spans(List<Traced> each, Traced whole) {
        this.each = each;
        this.whole = whole;
    }

    static Spans begin(Tracing tracing, Group group, String flow, List<Delivery> deliveries) {
        if (!tracing.on()) return NONE;
        List<Traced> each = new ArrayList<>(deliveries.size());
        for (Delivery delivery : deliveries)
            each.add(described(
                            tracing, group, flow, "process ", delivery.message().trace())
                    .attribute("serai.attempt", delivery.attempt()));
        if (each.size() == 1) return new Spans(each, each.get(0));
        Traced whole = described(tracing, group, flow, "process batch of ", null)
                .attribute("messaging.batch.message_count", each.size());
        for (Traced one : each) {
            one.link(whole);
            whole.link(one);
        }
        return new Spans(each, whole);
    }

    private static Traced described(Tracing tracing, Group group, String flow, String verb, Trace parent) {
        return tracing.begin(SpanKind.CONSUMER, verb + group.topic(), parent)
                .attribute("messaging.destination.name", group.topic())
                .attribute("messaging.consumer.group.name", group.name())
                .attribute("messaging.operation.type", "process")
                .attribute("serai.flow", flow);
    }

    /** What the exchange does now, for the log; null when nothing is traced. */
    Trace trace() {
        return whole.trace();
    }

    /** The messages as items of their spans, so that what follows from each is in its trace. */
    List<Item> items(List<Delivery> deliveries) {
        List<Item> items = new ArrayList<>(deliveries.size());
        for (int i = 0; i < deliveries.size(); i++) {
            Delivery delivery = deliveries.get(i);
            Trace trace = each.isEmpty() ? null : each.get(i).trace();
            items.add(Item.of(delivery.message().with(trace), delivery.attempt()));
        }
        return items;
    }

    void carriedBy(Exchange exchange) {
        whole.carriedBy(exchange);
    }

    void failed(Failure failure) {
        whole.failed(failure.code());
    }

    /** Says of each message what became of it; the retry policy may still give one up that is parked here. */
    void ended(List<Item> items) {
        for (int i = 0; i < each.size(); i++) ended(each.get(i), items.get(i).outcome());
    }

    private static void ended(Traced one, Outcome outcome) {
        Outcome.Kind kind = outcome == null ? Outcome.Kind.COMPLETED : outcome.kind();
        one.attribute("serai.outcome", kind.label());
        if (outcome != null && outcome.failed()) one.failed(outcome.reason());
    }

    @Override
    public void close() {
        if (each.size() != 1) whole.close();
        each.forEach(Traced::close);
    }
}
