package io.serai.hub;

import io.serai.message.Batch;
import io.serai.message.Batches;
import io.serai.message.Item;
import io.serai.message.Outcome;
import io.serai.store.Store;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;

/**
 * {@code hub:permits}: lets through the records whose person said yes to marketing by the channel; the others are filtered, reason
 * {@code no-consent}. It asks for the decision of this moment, so that a no stops what was published before it.
 */
final class Permits implements Step {
    /** Channels; the decision about each is the consent's field {@code <channel>Marketing}. */
    static final Set<String> CHANNELS = Set.of("email", "sms");

    private final Store store;
    private final Models models;
    private final String channel;
    private final boolean unknownToo;

    /**
     * @param unknownToo whether those of whom nobody knows a decision are let through as well
     * @throws IllegalArgumentException when there is no such channel
     */
    Permits(Store store, Models models, String channel, boolean unknownToo) {
        if (channel == null || !CHANNELS.contains(channel))
            throw new IllegalArgumentException("hub:permits needs a channel, email or sms: hub:permits?channel=email");
        this.store = store;
        this.models = models;
        this.channel = channel;
        this.unknownToo = unknownToo;
    }

    @Override
    public void run(Exchange exchange) {
        Batch batch = Batches.current(exchange);
        List<Item> live = batch.live();
        Set<String> ids =
                live.stream().map(Step::record).filter(Objects::nonNull).collect(Collectors.toSet());
        Map<String, Decision> decisions = store.read(tx -> new Consents(tx, models, channel + "Marketing").of(ids));
        List<Item> judged = live.stream()
                .map(item -> judge(item, decisions.get(String.valueOf(Step.record(item)))))
                .toList();
        Batches.setOrStop(exchange, batch.withLive(judged));
    }

    private Item judge(Item item, Decision decision) {
        if (decision == null ? unknownToo : decision.yes()) return item;
        String detail = decision == null ? "nobody knows a decision about " : "the person said no to ";
        return item.settle(Outcome.of(Outcome.Kind.SKIPPED_FILTERED, "no-consent", detail + channel + " marketing"));
    }
}
