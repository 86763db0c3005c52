package io.serai.hub;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.message.Batch;
import io.serai.message.Batches;
import io.serai.message.Item;
import io.serai.message.Note;
import io.serai.message.Outcome;
import io.serai.store.Store;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;

/**
 * {@code hub:record}: the body becomes the record that a change message names, as it is now: its fields, and {@code entity}, {@code
 * id} and {@code version}; {@code gone: true} when no system has it any more. If asked for, {@code provenance} tells of each path which
 * system its value comes from and since when that has it, ISO 8601.
 */
final class Show implements Step {
    private final Store store;
    private final String entity;
    private final boolean provenance;

    /** @param entity records of another one are filtered out; null for any */
    Show(Store store, String entity, boolean provenance) {
        this.store = store;
        this.entity = entity;
        this.provenance = provenance;
    }

    @Override
    public void run(Exchange exchange) {
        Batch batch = Batches.current(exchange);
        List<Item> live = batch.live();
        Set<String> ids =
                live.stream().map(Step::record).filter(Objects::nonNull).collect(Collectors.toSet());
        Map<String, HubRecord> records =
                store.read(tx -> provenance ? RecordTable.namedWhole(tx, ids) : RecordTable.named(tx, ids));
        List<Item> shown = live.stream()
                .map(item -> show(item, records.get(String.valueOf(Step.record(item)))))
                .toList();
        Batches.setOrStop(exchange, batch.withLive(shown));
    }

    private Item show(Item item, HubRecord record) {
        if (record == null || (entity != null && !entity.equals(record.entity())))
            return filtered(item, "unknown-record");
        if (record.forgotten()) return filtered(item, "forgotten");
        ObjectNode body = record.data().deepCopy();
        body.put("entity", record.entity()).put("id", record.id()).put("version", record.version());
        if (record.gone()) body.put("gone", true);
        if (provenance) body.set("provenance", provenance(record));
        return item.note(Note.ENTITY, record.entity())
                .note(Note.RECORD, record.id())
                .note(Note.VERSION, Long.toString(record.version()))
                .with(body);
    }

    static ObjectNode provenance(HubRecord record) {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        record.provenance()
                .forEach((path, from) -> all.putObject(path)
                        .put("system", from.system())
                        .put("at", Instant.ofEpochMilli(from.time()).toString()));
        return all;
    }

    private static Item filtered(Item item, String reason) {
        return item.settle(Outcome.of(Outcome.Kind.SKIPPED_FILTERED, reason, null));
    }
}
