package io.serai.hub;

import io.serai.message.Batch;
import io.serai.message.Batches;
import org.apache.camel.Exchange;

/** {@code hub:merge}: canonical entities in, changes of records out. */
final class Merge implements Step {
    private final Merger merger;

    Merge(Merger merger) {
        this.merger = merger;
    }

    @Override
    public void run(Exchange exchange) {
        Batch batch = Batches.current(exchange);
        Batches.setOrStop(exchange, batch.withLive(merger.merge(batch.live())));
    }
}
