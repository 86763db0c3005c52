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
    private final boolean beforeWriting;

    /**
     * @param system that says it; null for the message's source
     * @param beforeWriting whether it was read from a target just before something is written there
     */
    Merge(Merger merger, String system, boolean beforeWriting) {
        this.merger = merger;
        this.system = system;
        this.beforeWriting = beforeWriting;
    }

    @Override
    public void run(Exchange exchange) {
        Batch batch = Batches.current(exchange);
        Batches.setOrStop(exchange, batch.withLive(merger.merge(said(batch.live()))));
    }

    /** What follows from them is said by that system too: who is it that a target need not be told of its own change. */
    private List<Item> said(List<Item> items) {
        return items.stream()
                .map(item -> system == null ? item : item.note(Note.SOURCE, system))
                .map(item -> beforeWriting ? item.note(Incoming.BEFORE_WRITING, "true") : item)
                .toList();
    }
}
