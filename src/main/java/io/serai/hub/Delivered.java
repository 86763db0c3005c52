package io.serai.hub;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.message.Batch;
import io.serai.message.Batches;
import io.serai.message.FailureClassifier;
import io.serai.message.Item;
import io.serai.message.LinkKey;
import io.serai.message.Note;
import io.serai.message.Outcome;
import io.serai.message.Waiting;
import io.serai.store.Store;
import io.serai.store.Tx;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;

/**
 * {@code hub:delivered}: keeps what the target made of each record. The body is a result array with one element for each live item,
 * in order: {@code {"ok":true,"id":"003..","created":true}} or {@code {"ok":false,"code":"..","message":"..","retry":true}}; {@code "skip":true} leaves the
 * record out, and {@code "unwritten":true} says that nothing was sent.
 */
final class Delivered implements Step {
    private final Store store;
    private final Clock clock;
    private final Waiting waiting;
    private final DeliveryTable.Target target;
    private final FailureClassifier failures;

    Delivered(Store store, Clock clock, Waiting waiting, DeliveryTable.Target target, FailureClassifier failures) {
        this.store = store;
        this.clock = clock;
        this.waiting = waiting;
        this.target = target;
        this.failures = failures;
    }

    @Override
    public void run(Exchange exchange) {
        Batch batch = Batches.envelope(exchange);
        if (batch == null)
            throw new IllegalStateException("hub:delivered needs hub:pending and hub:unsent earlier in the route");
        List<Item> live = batch.live();
        List<JsonNode> results = results(exchange, live.size());
        String writer = Hold.writer(exchange);
        List<Item> settled = live.isEmpty() ? live : store.write(tx -> settle(tx, live, results, writer));
        Hold.answered(
                exchange,
                target,
                live.stream().map(item -> item.note(Note.RECORD)).toList());
        Batches.set(exchange, batch.withLive(settled));
    }

    private List<JsonNode> results(Exchange exchange, int live) {
        JsonNode body = exchange.getMessage().getBody(JsonNode.class);
        List<JsonNode> results = new ArrayList<>();
        if (body != null && body.isArray()) body.forEach(results::add);
        else if (body != null && body.isObject()) results.add(body);
        if (results.size() != live)
            throw new IllegalStateException("hub:delivered got " + results.size() + " results for " + live
                    + " records sent to " + target.system() + " " + target.object()
                    + ": the step before must give one result for each record, in order");
        return results;
    }

    private List<Item> settle(Tx tx, List<Item> live, List<JsonNode> results, String writer) throws SQLException {
        List<String> ids = live.stream().map(item -> item.note(Note.RECORD)).toList();
        if (target.identity()) Locks.identities(tx, identities(live, results), Set.of());
        Sent sent = Sent.hold(tx, target, ids);
        Map<String, DeliveryTable.Delivery> before = sent.before();
        List<Item> settled = new ArrayList<>(live.size());
        List<DeliveryTable.Taken> taken = new ArrayList<>();
        List<DeliveryTable.Refused> refused = new ArrayList<>();
        Map<String, Echo> unsent = new HashMap<>();
        Map<Identity, String> links = new HashMap<>();
        for (int i = 0; i < live.size(); i++) {
            JsonNode result = results.get(i);
            String record = sent.row(live.get(i).note(Note.RECORD));
            Item item = live.get(i).note(Note.RECORD, sent.survivor(live.get(i).note(Note.RECORD)));
            if (!result.path("ok").asBoolean()) {
                Outcome refusal = refusal(result);
                refused.add(new DeliveryTable.Refused(record, Unsent.version(item), refusal.reason()));
                settled.add(item.settle(refusal));
                if (result.path("unwritten").asBoolean() && before.containsKey(record))
                    unsent.put(record, before.get(record).echo().unsent());
                continue;
            }
            String id = id(result);
            taken.add(new DeliveryTable.Taken(
                    record,
                    Unsent.version(item),
                    item.note(Note.FINGERPRINT),
                    id,
                    result.path("created").asBoolean()));
            if (id != null)
                links.put(new Identity(item.note(Note.ENTITY), target.system(), id), item.note(Note.RECORD));
            settled.add(taken(id == null ? item : item.note(Note.TARGET_ID, id), before.get(record)));
        }
        Instant now = clock.instant();
        DeliveryTable.taken(tx, target, taken, now);
        DeliveryTable.refused(tx, target, refused, now);
        DeliveryTable.unsent(tx, target, unsent);
        release(tx, refused, writer, now);
        sent.settle(tx);
        if (target.identity()) {
            LinkTable.declare(tx, links, now);
            release(tx, Set.copyOf(links.values()));
        }
        return settled;
    }

    private void release(Tx tx, List<DeliveryTable.Refused> refused, String writer, Instant now) throws SQLException {
        Map<Boolean, List<String>> late = refused.stream()
                .collect(Collectors.partitioningBy(
                        each -> failures.unanswered(each.reason()),
                        Collectors.mapping(DeliveryTable.Refused::record, Collectors.toList())));
        Hold.release(tx, target, late.get(false), writer, null);
        Hold.release(tx, target, late.get(true), writer, now.plus(Hold.LATE));
    }

    private static String id(JsonNode result) {
        JsonNode id = result.path("id");
        return id.isValueNode() && !id.isNull() ? id.asText() : null;
    }

    private Set<Identity> identities(List<Item> live, List<JsonNode> results) {
        Set<Identity> all = new HashSet<>();
        for (int i = 0; i < live.size(); i++)
            if (id(results.get(i)) != null)
                all.add(new Identity(live.get(i).note(Note.ENTITY), target.system(), id(results.get(i))));
        return all;
    }

    /** A newer version was delivered while this one was under way: nobody knows which came last, so the record is sent again. */
    private static Item taken(Item item, DeliveryTable.Delivery before) {
        if (before == null || before.version() <= Unsent.version(item))
            return item.settle(Outcome.of(Outcome.Kind.DELIVERED));
        return item.settle(Outcome.of(Outcome.Kind.PARKED, "overtaken", "two writes of the record crossed"));
    }

    private static Outcome refusal(JsonNode result) {
        String message = result.path("message").asText(null);
        if (result.path("skip").asBoolean())
            return Outcome.of(Outcome.Kind.SKIPPED_FILTERED, result.path("code").asText("rejected"), message);
        return Outcome.of(
                result.path("retry").asBoolean() ? Outcome.Kind.PARKED : Outcome.Kind.DEAD,
                result.path("code").asText("rejected"),
                message);
    }

    private void release(Tx tx, Set<String> records) throws SQLException {
        if (records.isEmpty() || !waiting.any()) return;
        List<LinkKey> keys = new ArrayList<>();
        LinkTable.identities(tx, records)
                .values()
                .forEach(identities -> identities.forEach(each ->
                        keys.add(new LinkKey(each.entity(), each.system(), each.externalId(), target.system()))));
        waiting.released(keys);
    }
}
