package io.serai.connect;

import io.serai.message.Batch;
import io.serai.message.Batches;
import io.serai.message.Item;
import io.serai.message.Outcome;
import java.util.Optional;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;

/**
 * {@code enrich: {aggregationStrategy: bodyOnly, aggregateOnException: true}}: of the exchange that was asked, only the body comes back, or its
 * failure. Its batch, its headers and that it ended early are its own; Camel's default takes them over, so that the outcome of another message
 * would become that of this one. Where a message of a batch of its own was refused or parked there, whoever asked fails with
 * {@link NotHeardException}: the empty body that is left then is no answer.
 */
public final class BodyOnly implements AggregationStrategy {
    @Override
    public Exchange aggregate(Exchange asking, Exchange asked) {
        Optional<Outcome> refused = refused(asking, asked);
        if (asked.getException() != null) asking.setException(asked.getException());
        else if (refused.isPresent()) asking.setException(new NotHeardException(refused.get()));
        else asking.getMessage().setBody(asked.getMessage().getBody());
        return asking;
    }

    private static Optional<Outcome> refused(Exchange asking, Exchange asked) {
        Batch own = Batches.envelope(asked);
        if (own == null || own == Batches.envelope(asking)) return Optional.empty();
        return own.items().stream()
                .filter(item -> !item.live())
                .map(Item::outcome)
                .filter(Outcome::failed)
                .findFirst();
    }
}
