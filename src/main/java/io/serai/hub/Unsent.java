package io.serai.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.message.Batch;
import io.serai.message.Batches;
import io.serai.message.FailureClassifier;
import io.serai.message.Item;
import io.serai.message.Note;
import io.serai.message.Outcome;
import io.serai.message.ReadBack;
import io.serai.store.Store;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Exchange;

/**
 * {@code hub:unsent}: drops what is exactly what the target has. What is left is marked as being sent before it is: after a crash or
 * a timeout nobody knows what the target has, so nothing is compared with it until it has answered once more. What another flow is
 * writing there at this moment is parked until that has ended: of two writes at once nobody knows which the target keeps. A record that became
 * one with another meanwhile is left to the news of that; one that was forgotten meanwhile, or deleted there, is left
 * out.
 */
final class Unsent implements Step {
    /** Header of a single record: its id and version, for targets that leave out what they have by a key. */
    static final String DELIVERY = "SeraiDelivery";

    private final Store store;
    private final Models models;
    private final Clock clock;
    private final DeliveryTable.Target target;
    private final String idField;
    private final boolean adopt;
    private final boolean echo;
    private final FailureClassifier failures;

    /**
     * @param idField member of the bodies that gets the id that the record has in the target; null for none
     * @param adopt whether only those get it to which nothing was delivered yet
     * @param echo whether the target has the record's values then, so that its report of them is none of its own
     */
    Unsent(
            Store store,
            Models models,
            Clock clock,
            DeliveryTable.Target target,
            String idField,
            boolean adopt,
            boolean echo,
            FailureClassifier failures) {
        this.store = store;
        this.models = models;
        this.clock = clock;
        this.target = target;
        this.idField = idField;
        this.adopt = adopt;
        this.echo = echo;
        this.failures = failures;
    }

    @Override
    public void run(Exchange exchange) {
        Batch batch = Batches.current(exchange);
        List<Item> marked = batch.live().stream().map(this::fingerprint).toList();
        if (marked.isEmpty()) {
            Batches.setOrStop(exchange, batch);
            return;
        }
        Map<String, Map<String, JsonNode>> loaded = echo ? loaded(exchange) : Map.of();
        Map<String, JsonNode> readBack = ReadBack.of(exchange);
        boolean recreate = Boolean.TRUE.equals(exchange.getProperty(Pending.RECREATE));
        List<String> ids = marked.stream().map(item -> item.note(Note.RECORD)).toList();
        String writer = Hold.writer(exchange);
        List<String> held = new ArrayList<>();
        List<Item> left = store.write(tx -> {
            Locks.deliveries(tx, target, ids);
            Map<String, String> united = AliasTable.survivors(tx, ids);
            Map<String, DeliveryTable.Delivery> has = DeliveryTable.of(tx, target, ids);
            Map<String, HubRecord> records = RecordTable.values(tx, ids);
            Instant now = clock.instant();
            List<Item> judged = marked.stream()
                    .map(item -> isUnited(item, united, has)
                            ? item.settle(Outcome.of(Outcome.Kind.SKIPPED_SUPERSEDED, "united", null))
                            : isForgotten(item, records)
                                    ? item.settle(Outcome.of(Outcome.Kind.SKIPPED_FILTERED, "forgotten", null))
                                    : judge(item, has.get(item.note(Note.RECORD)), recreate, writer, now))
                    .toList();
            Map<String, Long> same = new HashMap<>();
            List<DeliveryTable.Intent> intents = new ArrayList<>();
            for (Item item : judged) {
                String id = item.note(Note.RECORD);
                Map<String, JsonNode> reported = reported(item, loaded.get(id), readBack.get(id));
                if (item.live()) intents.add(new DeliveryTable.Intent(id, echo(has.get(id), reported, now)));
                else if (item.outcome().kind() == Outcome.Kind.SKIPPED_UNCHANGED) same.put(id, version(item));
            }
            DeliveryTable.forward(tx, target, same);
            DeliveryTable.sending(tx, target, intents, writer, now);
            held.clear(); // the transaction may be tried again
            intents.forEach(each -> held.add(each.record()));
            return idField == null ? judged : identified(judged, has, LinkTable.idsIn(tx, target.system(), ids));
        });
        new Hold(store, clock, failures, target, Hold.writer(exchange), List.copyOf(held)).begin(exchange);
        if (batch.single() && left.get(0).live()) exchange.getMessage().setHeader(DELIVERY, delivery(left.get(0)));
        Batches.setOrStop(exchange, batch.withLive(left));
    }

    private static String delivery(Item item) {
        return item.note(Note.RECORD) + ":" + item.note(Note.VERSION);
    }

    /** Since the record was loaded, it became one with another, or got the other's object to write to. */
    private static boolean isUnited(Item item, Map<String, String> united, Map<String, DeliveryTable.Delivery> has) {
        String id = item.note(Note.RECORD);
        String knownAs = has.containsKey(id) ? has.get(id).knownAs() : null;
        return united.containsKey(id) || !Objects.equals(knownAs, item.note(Note.KNOWN_AS));
    }

    /** Since the record was loaded it was erased, so what the item has of it must not be written; an erasure has nothing. */
    private static boolean isForgotten(Item item, Map<String, HubRecord> records) {
        HubRecord record = records.get(item.note(Note.RECORD));
        return record != null && record.forgotten() && Unsent.version(item) < record.version();
    }

    private Item fingerprint(Item item) {
        if (item.note(Note.RECORD) == null || item.note(Note.VERSION) == null)
            throw new IllegalStateException("hub:unsent needs hub:pending earlier in the route");
        return item.note(Note.FINGERPRINT, Values.fingerprint(item.body()));
    }

    private Item judge(Item item, DeliveryTable.Delivery has, boolean recreate, String writer, Instant now) {
        if (has != null && has.is(DeliveryTable.GONE) && !recreate) return item.settle(Pending.goneThere(target));
        if (has != null && has.heldFrom(writer, now))
            return item.settle(Outcome.of(
                    Outcome.Kind.PARKED,
                    "delivery-under-way",
                    target.system() + " is being told of it by " + has.writer()));
        if (has == null || !has.is(DeliveryTable.DELIVERED)) return item;
        if (has.version() > version(item)) // Invariant 4
        return item.settle(Outcome.of(Outcome.Kind.SKIPPED_STALE, "newer-delivered", null));
        if (item.note(Note.FINGERPRINT).equals(has.fingerprint()))
            return item.note(Note.TARGET_ID, has.externalId())
                    .settle(Outcome.of(Outcome.Kind.SKIPPED_UNCHANGED, "same-content", null));
        return item;
    }

    /** The values as the target will tell them: the record's, and where they are known, those in the target's own words. */
    private Map<String, JsonNode> reported(Item item, Map<String, JsonNode> values, JsonNode readBack) {
        if (values == null || readBack == null) return values;
        Model model = models.known(item.note(Note.ENTITY));
        Map<String, JsonNode> reported = new HashMap<>(values);
        reported.putAll(model.reported(model.flatten(model.qualify(readBack, target.system()))));
        return reported;
    }

    private static Echo echo(DeliveryTable.Delivery has, Map<String, JsonNode> values, Instant now) {
        Echo before = has == null ? Echo.NONE : has.echo();
        if (values == null) return before;
        Echo settled = has != null && has.is(DeliveryTable.DELIVERED) ? before.answered(has.at()) : before;
        return settled.with(now.toEpochMilli(), values);
    }

    /** After the fingerprint was taken: a record that the target has given an id has the content that it had before. */
    private List<Item> identified(
            List<Item> judged, Map<String, DeliveryTable.Delivery> has, Map<String, String> there) {
        return judged.stream()
                .map(item -> {
                    String id = there.get(item.note(Note.RECORD));
                    DeliveryTable.Delivery before = has.get(item.note(Note.RECORD));
                    if (adopt && before != null && before.externalId() != null) return item;
                    if (!item.live() || id == null || !(item.body() instanceof ObjectNode body)) return item;
                    return item.with(body.deepCopy().put(idField, id));
                })
                .toList();
    }

    static long version(Item item) {
        return Long.parseLong(item.note(Note.VERSION));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Map<String, JsonNode>> loaded(Exchange exchange) {
        Map<String, Map<String, JsonNode>> loaded = exchange.getProperty(Pending.LOADED, Map.class);
        return loaded == null ? Map.of() : loaded;
    }
}
