package io.serai.hub;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.message.Batch;
import io.serai.message.Batches;
import io.serai.message.Item;
import io.serai.message.LinkKey;
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
 * system its value comes from and since when that has it, ISO 8601. With a system, it is the record that an object of this system is; a
 * message about one that is not known yet waits for it, or goes on as it is, if that is wanted.
 */
final class Show implements Step {
    private final Store store;
    private final String entity;
    private final boolean provenance;
    private final String system;
    private final String member;
    private final boolean unknownToo;

    /**
     * @param entity records of another one are filtered out; null for any
     * @param system whose object names the record; null where the message names it
     * @param idField member of the bodies with the object's id; null for {@code id}
     * @param unknownToo whether a body about an object that is not known yet goes on as it is, instead of waiting
     */
    Show(Store store, String entity, boolean provenance, String system, String idField, boolean unknownToo) {
        if (system != null && entity == null)
            throw new IllegalArgumentException(
                    "hub:record with a system needs an entity: hub:record?system=" + system + "&entity=customer");
        this.store = store;
        this.system = system;
        this.member = idField == null ? "id" : idField;
        this.unknownToo = unknownToo;
        this.entity = entity;
        this.provenance = provenance;
    }

    @Override
    public void run(Exchange exchange) {
        Batch batch = Batches.current(exchange);
        List<Item> live = batch.live();
        List<Item> shown = store.read(tx -> {
            Map<Identity, String> objects = LinkTable.records(
                    tx, live.stream().map(this::object).filter(Objects::nonNull).toList());
            Set<String> ids = live.stream()
                    .map(item -> name(item, objects))
                    .filter(Objects::nonNull)
                    .collect(Collectors.toSet());
            Map<String, HubRecord> records = provenance ? RecordTable.namedWhole(tx, ids) : RecordTable.named(tx, ids);
            return live.stream()
                    .map(item -> show(item, records.get(String.valueOf(name(item, objects)))))
                    .toList();
        });
        Batches.setOrStop(exchange, batch.withLive(shown));
    }

    private String name(Item item, Map<Identity, String> objects) {
        return system == null ? Step.record(item) : objects.get(object(item));
    }

    /** Null where the message names the record itself, or no object. */
    private Identity object(Item item) {
        String id = system == null || item.body() == null
                ? ""
                : item.body().path(member).asText("");
        return id.isEmpty() ? null : new Identity(entity, system, id);
    }

    private Item show(Item item, HubRecord record) {
        if (system != null && object(item) == null)
            return item.settle(Outcome.of(
                    Outcome.Kind.DEAD, "no-identity", "hub:record needs the id of a " + entity + " in " + member));
        if (system != null && record == null) return unknownToo ? item : item.settle(awaiting(object(item)));
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

    private static Outcome awaiting(Identity object) {
        return Outcome.awaiting(
                new LinkKey(object.entity(), object.system(), object.externalId(), object.system()),
                "waits for the " + object.entity() + " of " + object.system() + " that it is about");
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
