package io.serai.connect;

import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;

/**
 * {@code enrich: {aggregationStrategy: bodyOnly, aggregateOnException: true}}: of the exchange that was asked, only the body comes back, or its
 * failure. Its batch, its headers and that it ended early are its own; Camel's default takes them over, so that the outcome of another message
 * would become that of this one.
 */
public final class BodyOnly implements AggregationStrategy {
    @Override
    public Exchange aggregate(Exchange asking, Exchange asked) {
        if (asked.getException() != null) asking.setException(asked.getException());
        else asking.getMessage().setBody(asked.getMessage().getBody());
        return asking;
    }
}
