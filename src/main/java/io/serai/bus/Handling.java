package io.serai.bus;

import io.serai.message.Batch;
import io.serai.message.Batches;
import io.serai.message.Failure;
import io.serai.message.FailureClassifier;
import io.serai.message.Item;
import io.serai.message.Message;
import io.serai.message.Outcome;
import io.serai.message.Tracing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultConsumer;
import org.jboss.logging.Logger;

/**
 * Sends deliveries through the route and tells what became of each.
 *
 * <p>An exception of the route is classified once: one that may pass parks all records that have no outcome yet; any other one
 * may be the fault of a single record, so the batch is halved until that record stands alone and the others pass (Invariant 5).
 */
class Handling {
    private static final Logger LOG = Logger.getLogger(Handling.class);

    private final DefaultConsumer consumer;
    private final Group group;
    private final String system;
    private final boolean single;
    private final FailureClassifier failures;
    private final Pause pause;
    private final Tracing tracing;

    /** @param system that the group delivers to, where there is a group for each; else null */
    Handling(
            DefaultConsumer consumer,
            Group group,
            String system,
            boolean single,
            FailureClassifier failures,
            Pause pause,
            Tracing tracing) {
        this.consumer = consumer;
        this.group = group;
        this.system = system;
        this.single = single;
        this.failures = failures;
        this.pause = pause;
        this.tracing = tracing;
    }

    String flow() {
        return consumer.getRouteId();
    }

    List<Settlement.Settled> together(List<Delivery> deliveries) {
        long began = System.nanoTime();
        Exchange exchange = consumer.createExchange(false);
        try (Spans spans = Spans.begin(tracing, group, flow(), deliveries);
                LogContext context = new LogContext(flow(), deliveries, spans.trace())) {
            Batch batch = run(exchange, deliveries, spans);
            Exception thrown = exchange.getException();
            if (thrown == null) return settled(deliveries, batch, spans, began);
            Failure failure = failures.classify(thrown);
            spans.failed(failure);
            LOG.debugf(thrown, "Flow %s failed for %d messages", flow(), deliveries.size());
            if (!failure.transientFailure() && deliveries.size() > 1) return halves(deliveries);
            LOG.logf(
                    pause.paused() ? Logger.Level.DEBUG : Logger.Level.WARN,
                    "Flow %s failed (%s) and %s on %d messages",
                    flow(),
                    failure.code(),
                    failure.transientFailure() ? "will try again" : "gives up",
                    batch.live().size());
            return settled(deliveries, batch.mapLive(item -> item.settle(Outcome.of(failure))), spans, began);
        } finally {
            consumer.releaseExchange(exchange, false);
        }
    }

    private List<Settlement.Settled> halves(List<Delivery> deliveries) {
        int middle = deliveries.size() / 2;
        List<Settlement.Settled> all = new ArrayList<>(together(deliveries.subList(0, middle)));
        all.addAll(together(deliveries.subList(middle, deliveries.size())));
        return all;
    }

    private Batch run(Exchange exchange, List<Delivery> deliveries, Spans spans) {
        Batch fresh = new Batch(spans.items(deliveries), single);
        spans.carriedBy(exchange);
        Batches.set(exchange, fresh);
        exchange.getMessage().setHeader("SeraiTopic", group.topic());
        if (system != null) exchange.getMessage().setHeader("SeraiTarget", system);
        if (single) describe(exchange, fresh.items().get(0));
        try {
            consumer.createUoW(exchange);
            consumer.getProcessor().process(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        } finally {
            consumer.doneUoW(exchange);
        }
        Batch after = Batches.envelope(exchange);
        return after.items().size() == fresh.items().size() ? after : fresh;
    }

    private static void describe(Exchange exchange, Item item) {
        Message message = item.message();
        exchange.getMessage().setHeader("SeraiMessageId", message.id());
        exchange.getMessage().setHeader("SeraiSystem", message.source());
        exchange.getMessage().setHeader("SeraiSubject", message.subject());
        exchange.getMessage().setHeader("SeraiAttempt", item.attempt());
    }

    private List<Settlement.Settled> settled(List<Delivery> deliveries, Batch batch, Spans spans, long began) {
        spans.ended(batch.items());
        Duration each = Duration.ofNanos((System.nanoTime() - began) / deliveries.size());
        List<Settlement.Settled> all = new ArrayList<>(deliveries.size());
        boolean counts = pause.saw(Sign.of(batch.items(), failures));
        for (int i = 0; i < deliveries.size(); i++) {
            Delivery delivery = deliveries.get(i);
            Item item = batch.items().get(i);
            all.add(new Settlement.Settled(counts || !parked(item) ? delivery : delivery.uncounted(), item, each));
        }
        return all;
    }

    /** What was held back for a quota is left out: {@link RetryPolicy} does not count it anyway. */
    private static boolean parked(Item item) {
        return !item.live()
                && item.outcome().kind() == Outcome.Kind.PARKED
                && !Failure.QUOTA.equals(item.outcome().reason());
    }
}
