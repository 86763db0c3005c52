package io.serai.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.message.Batch;
import io.serai.message.Batches;
import io.serai.message.Item;
import io.serai.message.Note;
import io.serai.message.Outcome;
import io.serai.store.Store;
import io.serai.store.Tx;
import java.sql.SQLException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Exchange;

/**
 * {@code hub:engage}: keeps a fact about a person. The body is {@code {type, at, campaign, points, detail}} and tells who: an earlier
 * step's record, or {@code customer} (the person's id in the source system, or {@code system:id}), or what the model matches by, such as
 * {@code email}. It is one fact however often it comes: the note {@code external-id}, else the body's {@code id}, else the message's id
 * tells which, together with the system: that of the option, else the body's {@code system}, else the message's source. The item goes on as
 * {@code {id, entity, record, type, system, ...}}, with an id of 64 characters for it.
 *
 * <p>Of somebody whom nobody knows yet the fact is kept and waits: a fact makes nobody a customer. The first record that is known by the
 * same match value takes it; the item ends here.
 */
final class Engage implements Step {
    private final Store store;
    private final Models models;
    private final String entity;
    private final String system;
    private final Clock clock;

    /** @param system in whose name the fact is told; null for the message's source */
    Engage(Store store, Models models, String entity, String system, Clock clock) {
        this.store = store;
        this.models = models;
        this.entity = entity == null ? "customer" : entity;
        this.system = system;
        this.clock = clock;
    }

    @Override
    public void run(Exchange exchange) {
        Batch batch = Batches.current(exchange);
        List<Item> live = batch.live();
        List<Item> done = store.write(tx -> {
            Locks.identities(tx, identities(live), keys(live));
            if (tx.concurrent() && live.size() > 1) Locks.records(tx, people(tx, live));
            List<Item> kept = new ArrayList<>(live.size());
            for (Item item : live) kept.add(keep(tx, item));
            return kept;
        });
        Batches.setOrStop(exchange, batch.withLive(done));
    }

    private Set<Identity> identities(List<Item> items) {
        Set<Identity> all = new LinkedHashSet<>();
        items.forEach(item -> all.addAll(identities(item)));
        return all;
    }

    private Set<MatchKey> keys(List<Item> items) {
        Set<MatchKey> all = new LinkedHashSet<>();
        items.forEach(item -> all.addAll(keys(item)));
        return all;
    }

    private Set<String> people(Tx tx, List<Item> items) throws SQLException {
        Set<String> all = new LinkedHashSet<>();
        for (Item item : items) {
            String person = person(tx, item);
            if (person != null) all.add(person);
        }
        return all;
    }

    private Item keep(Tx tx, Item item) throws SQLException {
        JsonNode body = item.body();
        if (body == null || !body.path("type").isTextual())
            return dead(item, "not-a-fact", "hub:engage needs an object with a type");
        Fact fact;
        try {
            fact = fact(item, body);
        } catch (DateTimeException e) {
            return dead(item, "bad-time", "at must be a time with its offset, ISO 8601");
        }
        String person = person(tx, item);
        if (person == null) return unknown(tx, item, fact);
        person = held(tx, person);
        HubRecord record = RecordTable.values(tx, Set.of(person)).get(person);
        if (record != null && record.forgotten()) ErasureTable.late(tx, person, entity, clock.instant());
        if (record == null || record.forgotten())
            return named(item, person) // so that its payload is found and erased, too
                    .settle(Outcome.of(Outcome.Kind.SKIPPED_FILTERED, "forgotten", null));
        if (!add(tx, item, person, null, fact)) return duplicate(item);
        ObjectNode news =
                fact.json().put("entity", entity).put("record", person).put("id", id(item, fact.system()));
        return named(item, person).with(news);
    }

    private Item named(Item item, String person) {
        return item.note(Note.ENTITY, entity).note(Note.RECORD, person);
    }

    /** The record that it is now, as it may have been merged with another one meanwhile. */
    private static String held(Tx tx, String person) throws SQLException {
        String found = person;
        while (true) {
            Locks.records(tx, Set.of(found));
            String survivor = AliasTable.survivor(tx, found);
            if (survivor.equals(found)) return found;
            found = survivor;
        }
    }

    private Item unknown(Tx tx, Item item, Fact fact) throws SQLException {
        UnknownFactTable.note(tx, identities(item), item.message(), clock.instant());
        List<MatchKey> keys = keys(item);
        if (!keys.isEmpty())
            return add(tx, item, null, keys.get(0), fact)
                    ? item.settle(Outcome.of(
                            Outcome.Kind.COMPLETED,
                            "unknown-person",
                            "it is kept until there is a record with its "
                                    + keys.get(0).field()))
                    : duplicate(item);
        if (!identities(item).isEmpty())
            return item.settle(
                    Outcome.of(Outcome.Kind.PARKED, "unknown-person", "waits for the " + entity + " that it is about"));
        return dead(item, "no-person", "hub:engage needs a record, a " + entity + " or a value that it is matched by");
    }

    private boolean add(Tx tx, Item item, String person, MatchKey key, Fact fact) throws SQLException {
        return EngagementTable.add(
                tx,
                id(item, fact.system()),
                person,
                entity,
                key,
                fact,
                item.message().id());
    }

    private String person(Tx tx, Item item) throws SQLException {
        String noted = item.note(Note.RECORD) == null ? text(item, "record") : item.note(Note.RECORD);
        if (noted != null) {
            HubRecord record = RecordTable.named(tx, Set.of(noted)).get(noted);
            if (record != null && record.entity().equals(entity)) return record.id();
        }
        List<Identity> identities = identities(item);
        Map<Identity, String> linked = LinkTable.records(tx, identities);
        for (Identity each : identities) if (linked.containsKey(each)) return linked.get(each);
        List<MatchKey> keys = keys(item);
        Map<MatchKey, String> owners = MatchTable.owners(tx, keys);
        for (MatchKey each : keys) if (owners.containsKey(each)) return owners.get(each);
        return null;
    }

    /** An id may have a colon of its own, so it may be meant in two ways. */
    private List<Identity> identities(Item item) {
        String id = text(item, entity);
        if (id == null) return List.of();
        List<Identity> all = new ArrayList<>();
        all.add(new Identity(entity, item.message().source(), id));
        int colon = id.indexOf(':');
        if (colon > 0) all.add(new Identity(entity, id.substring(0, colon), id.substring(colon + 1)));
        return all;
    }

    private List<MatchKey> keys(Item item) {
        if (item.body() == null) return List.of();
        return models.known(entity).match().stream()
                .map(match -> MatchKey.of(entity, match.field(), item.body().get(match.field())))
                .flatMap(Optional::stream)
                .toList();
    }

    private Fact fact(Item item, JsonNode body) {
        String at = text(item, "at");
        Instant time =
                at == null ? item.message().time() : OffsetDateTime.parse(at).toInstant();
        JsonNode detail = body.path("detail");
        return new Fact(
                body.get("type").asText(),
                system(item),
                text(item, "campaign"),
                body.path("points").asLong(0),
                time,
                detail.isObject() ? (ObjectNode) detail : null);
    }

    private String system(Item item) {
        if (system != null) return system;
        String said = text(item, "system");
        return said == null ? item.message().source() : said;
    }

    private static String id(Item item, String system) {
        String said = item.note(Note.EXTERNAL_ID) == null ? text(item, "id") : item.note(Note.EXTERNAL_ID);
        return Values.sha256(system + ":" + (said == null ? item.message().id() : said));
    }

    private static String text(Item item, String field) {
        JsonNode value = item.body() == null ? null : item.body().get(field);
        return value == null
                        || !value.isValueNode()
                        || value.isNull()
                        || value.asText().isBlank()
                ? null
                : value.asText();
    }

    private static Item duplicate(Item item) {
        return item.settle(Outcome.of(Outcome.Kind.SKIPPED_DUPLICATE, "known-fact", null));
    }

    private static Item dead(Item item, String reason, String detail) {
        return item.settle(Outcome.of(Outcome.Kind.DEAD, reason, detail));
    }
}
