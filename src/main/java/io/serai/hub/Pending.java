package io.serai.hub;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.message.Batch;
import io.serai.message.Batches;
import io.serai.message.Item;
import io.serai.message.Note;
import io.serai.message.Outcome;
import io.serai.store.Store;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;

/**
 * {@code hub:pending}: which records the target does not have yet, as they are now. A change message only says that something
 * changed, so many of them cost one delivery, and their order does not matter. What the target itself said it need not be told.
 */
final class Pending implements Step {
    /** Exchange property: what the records were when they were loaded, by record and path; for {@link Unsent}. */
    static final String LOADED = "SeraiHubLoaded";

    private static final String ID_THERE = "SeraiTargetId";

    private final Store store;
    private final Models models;
    private final DeliveryTable.Target target;
    private final String known;
    private final boolean gone;
    private final boolean recreate;

    /**
     * @param known system that must know a record, else it is left out; null for no matter
     * @param gone whether records that no system has any more are wanted too
     * @param recreate whether objects that were deleted in the target are written again
     */
    Pending(Store store, Models models, DeliveryTable.Target target, String known, boolean gone, boolean recreate) {
        this.store = store;
        this.models = models;
        this.target = target;
        this.known = known;
        this.gone = gone;
        this.recreate = recreate;
    }

    private record Found(
            Map<String, HubRecord> records,
            Map<String, DeliveryTable.Delivery> deliveries,
            Map<String, String> idsThere) {}

    @Override
    public void run(Exchange exchange) {
        Batch batch = Batches.current(exchange);
        List<Item> live = batch.live();
        Set<String> ids =
                live.stream().map(Step::record).filter(id -> id != null).collect(Collectors.toSet());
        Found found = store.read(tx -> {
            Map<String, HubRecord> records = RecordTable.named(tx, ids);
            Set<String> now = records.values().stream().map(HubRecord::id).collect(Collectors.toSet());
            return new Found(
                    records,
                    DeliveryTable.of(tx, target, now),
                    known == null ? Map.of() : LinkTable.idsIn(tx, known, now));
        });
        Map<String, Map<String, JsonNode>> loaded = new HashMap<>();
        Set<String> seen = new HashSet<>();
        List<Item> looked =
                live.stream().map(item -> look(item, found, seen, loaded)).toList();
        exchange.setProperty(LOADED, loaded);
        if (known != null && batch.single() && looked.size() == 1)
            exchange.getMessage()
                    .setHeader(ID_THERE, found.idsThere().get(looked.get(0).note(Note.RECORD)));
        Batches.setOrStop(exchange, batch.withLive(looked));
    }

    private Item look(Item item, Found found, Set<String> seen, Map<String, Map<String, JsonNode>> loaded) {
        String named = Step.record(item);
        HubRecord record = named == null ? null : found.records().get(named);
        if (record == null) return item.settle(Outcome.of(Outcome.Kind.SKIPPED_FILTERED, "unknown-record", null));
        String id = record.id();
        Item noted = item.note(Note.ENTITY, record.entity())
                .note(Note.RECORD, id)
                .note(Note.VERSION, Long.toString(record.version()))
                .note(Note.TARGET, target.system());
        if (record.forgotten()) return noted.settle(Outcome.of(Outcome.Kind.SKIPPED_FILTERED, "forgotten", null));
        if (record.gone() && !gone)
            return noted.settle(Outcome.of(Outcome.Kind.SKIPPED_FILTERED, "gone", "no system has it any more"));
        if (item.message().source().equals(target.system())
                && !(item.body() != null && item.body().has(Merged.UNITED))) return unchanged(noted, "own-change");
        if (known != null && !found.idsThere().containsKey(id))
            return noted.settle(Outcome.of(Outcome.Kind.SKIPPED_FILTERED, "not-in-" + known, null));
        DeliveryTable.Delivery delivery = found.deliveries().get(id);
        if (delivery != null && delivery.is(DeliveryTable.DELIVERED) && delivery.version() >= record.version())
            return unchanged(noted, "already-delivered");
        if (delivery != null && delivery.is(DeliveryTable.GONE) && !recreate)
            return noted.settle(
                    Outcome.of(Outcome.Kind.SKIPPED_FILTERED, "gone-there", "it was deleted in " + target.system()));
        if (!seen.add(id)) return unchanged(noted, "coalesced");
        if (delivery != null && delivery.knownAs() != null) noted = noted.note(Note.KNOWN_AS, delivery.knownAs());
        Model model = models.known(record.entity());
        loaded.put(id, model.reported(model.flatten(record.data())));
        return noted.with(record.data());
    }

    private static Item unchanged(Item item, String reason) {
        return item.settle(Outcome.of(Outcome.Kind.SKIPPED_UNCHANGED, reason, null));
    }
}
