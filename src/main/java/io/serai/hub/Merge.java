package io.serai.hub;

import io.serai.message.Batch;
import io.serai.message.Batches;
import io.serai.message.Item;
import io.serai.message.Note;
import java.util.List;
import org.apache.camel.Exchange;

/** {@code hub:merge}: canonical entities in, changes of records out; said by the message's source, or by the system of the option. */
final class Merge implements Step {
    private final Merger merger;
    private final String system;

    Merge(Merger merger, String system) {
        this.merger = merger;
        this.system = system;
    }

    @Override
    public void run(Exchange exchange) {
        Batch batch = Batches.current(exchange);
        Batches.setOrStop(exchange, batch.withLive(merger.merge(said(batch.live()))));
    }

    /** What follows from them is said by that system too: who is it that a target need not be told of its own change. */
    private List<Item> said(List<Item> items) {
        return system == null
                ? items
                : items.stream().map(item -> item.note(Note.SOURCE, system)).toList();
    }
}
