package io.serai.hub;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.message.Batch;
import io.serai.message.Batches;
import io.serai.message.Item;
import io.serai.message.LinkKey;
import io.serai.message.Note;
import io.serai.message.Outcome;
import io.serai.message.Waiting;
import io.serai.store.Store;
import io.serai.store.Tx;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;

/**
 * {@code hub:link}: declares that an object of a system is a certain record. The item names the record as a change message does, and
 * the object's id in the note {@code target-id}, else {@code external-id}, else in the body's {@code externalId}.
 *
 * <p>An object that belongs to another record stays there; the item is given up with the reason {@code link-conflict}.
 */
final class Link implements Step {
    private final Store store;
    private final Clock clock;
    private final Waiting waiting;
    private final String entity;
    private final String system;

    Link(Store store, Clock clock, Waiting waiting, String entity, String system) {
        this.store = store;
        this.clock = clock;
        this.waiting = waiting;
        this.entity = entity;
        this.system = system;
    }

    @Override
    public void run(Exchange exchange) {
        Batch batch = Batches.current(exchange);
        List<Item> live = batch.live();
        Batches.setOrStop(exchange, batch.withLive(store.write(tx -> link(tx, live))));
    }

    private List<Item> link(Tx tx, List<Item> live) throws SQLException {
        Set<Identity> identities =
                live.stream().map(this::identity).filter(Objects::nonNull).collect(Collectors.toSet());
        Locks.identities(tx, identities, Set.of());
        Map<String, HubRecord> records = RecordTable.named(
                tx, live.stream().map(Step::record).filter(Objects::nonNull).collect(Collectors.toSet()));
        Map<Identity, String> known = new HashMap<>(LinkTable.records(tx, identities));
        Map<Identity, String> fresh = new HashMap<>();
        List<Item> linked = new ArrayList<>(live.size());
        for (Item item : live) linked.add(link(item, records, known, fresh));
        LinkTable.declare(tx, fresh, clock.instant());
        if (!fresh.isEmpty() && waiting.any()) waiting.released(released(tx, fresh));
        return linked;
    }

    private Item link(
            Item item, Map<String, HubRecord> records, Map<Identity, String> known, Map<Identity, String> fresh) {
        Identity identity = identity(item);
        HubRecord record = records.get(String.valueOf(Step.record(item)));
        if (identity == null)
            return dead(item, "no-identity", "hub:link needs an entity and the id that the record has in the system");
        if (record == null || !record.entity().equals(identity.entity()))
            return dead(item, "unknown-record", "hub:link needs a record of " + identity.entity() + " that exists");
        String owner = known.putIfAbsent(identity, record.id());
        if (owner == null) fresh.put(identity, record.id());
        else if (!owner.equals(record.id()))
            return dead(item, "link-conflict", "the object belongs to the record " + owner);
        return item.note(Note.ENTITY, record.entity()).note(Note.RECORD, record.id());
    }

    private Identity identity(Item item) {
        String of = first(item.note(Note.ENTITY), text(item.body(), "entity"), entity);
        String id = first(item.note(Note.TARGET_ID), item.note(Note.EXTERNAL_ID), text(item.body(), "externalId"));
        return of == null || id == null
                ? null
                : new Identity(of, system == null ? item.message().source() : system, id);
    }

    /** The new identity now leads to the targets that know the record, and the record's other identities lead to this system. */
    private static List<LinkKey> released(Tx tx, Map<Identity, String> fresh) throws SQLException {
        Map<String, List<Identity>> all =
                LinkTable.identities(tx, fresh.values().stream().distinct().toList());
        List<LinkKey> keys = new ArrayList<>();
        fresh.forEach((identity, record) -> all.get(record).forEach(other -> {
            keys.add(new LinkKey(identity.entity(), identity.system(), identity.externalId(), other.system()));
            keys.add(new LinkKey(other.entity(), other.system(), other.externalId(), identity.system()));
        }));
        return keys;
    }

    private static String text(JsonNode body, String field) {
        return body == null ? null : body.path(field).asText(null);
    }

    private static String first(String... values) {
        for (String value : values) if (value != null) return value;
        return null;
    }

    private static Item dead(Item item, String reason, String detail) {
        return item.settle(Outcome.of(Outcome.Kind.DEAD, reason, detail));
    }
}
