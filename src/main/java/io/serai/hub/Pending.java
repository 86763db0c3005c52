package io.serai.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.message.Batch;
import io.serai.message.Batches;
import io.serai.message.Item;
import io.serai.message.Json;
import io.serai.message.Note;
import io.serai.message.Outcome;
import io.serai.store.Store;
import io.serai.store.Tx;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;

/**
 * {@code hub:pending}: which records the target does not have yet, as they are now. A change message only says that something
 * changed, so many of them cost one delivery, and their order does not matter. What the target itself said it need not be told.
 */
final class Pending implements Step {
    /** Exchange property: what the records were when they were loaded, by record and path; for {@link Unsent}. */
    static final String LOADED = "SeraiHubLoaded";

    /** Exchange property: whether objects that were deleted in the target are written again; for {@link Unsent}. */
    static final String RECREATE = "SeraiHubRecreate";

    private static final String ID_THERE = "SeraiTargetId";
    private static final String IDS_THERE = "SeraiTargetIds";
    private static final String TOLD_AT = "SeraiDeliveredAt";

    private final Store store;
    private final Models models;
    private final Clock clock;
    private final DeliveryTable.Target target;
    private final Wanted wanted;

    /**
     * Which records, and what is to be known of them.
     *
     * @param known system that must know a record, else it is left out; null for no matter
     * @param ids of the objects there that count for that; null for all
     * @param gone whether records that no system has any more are wanted too
     * @param recreate whether objects that were deleted in the target are written again
     * @param there whether the mapping is to learn the id that the record has in the target
     * @param once for facts, which a target is told once whatever becomes of the record; null for others
     * @param forgotten whether only those are wanted that were forgotten, of whom nothing is left but their ids in systems: the
     *     body is then {@code {ids: [...]}}, all that they have, or had, in the system of {@code known}
     * @param provenance whether the body also tells which systems its values come from
     * @param refused paths of decisions, one of which must be a no; empty for no matter
     */
    record Wanted(
            String known,
            Pattern ids,
            boolean gone,
            boolean recreate,
            boolean there,
            Once once,
            boolean forgotten,
            boolean provenance,
            List<String> refused) {

        /** Of the objects that a record is in the system that must know it, those that count. */
        Map<String, List<String>> counting(Map<String, List<String>> all) {
            if (ids == null) return all;
            Map<String, List<String>> counting = new HashMap<>();
            all.forEach((record, each) -> {
                List<String> left = each.stream().filter(ids.asMatchPredicate()).toList();
                if (!left.isEmpty()) counting.put(record, left);
            });
            return counting;
        }
    }

    Pending(Store store, Models models, Clock clock, DeliveryTable.Target target, Wanted wanted) {
        this.store = store;
        this.clock = clock;
        this.models = models;
        this.target = target;
        this.wanted = wanted;
    }

    private record Found(
            Map<String, HubRecord> records,
            Map<String, DeliveryTable.Delivery> deliveries,
            Map<String, List<String>> idsThere,
            Map<String, String> targetIds,
            Set<String> deletedThere,
            Set<String> undecidedThere,
            Set<String> underWay) {}

    @Override
    public void run(Exchange exchange) {
        Batch batch = Batches.current(exchange);
        List<Item> live = batch.live();
        Set<String> ids =
                live.stream().map(Step::record).filter(id -> id != null).collect(Collectors.toSet());
        Found found = store.read(tx -> {
            Map<String, HubRecord> records =
                    wanted.provenance() ? RecordTable.namedWhole(tx, ids) : RecordTable.named(tx, ids);
            Set<String> now = records.values().stream().map(HubRecord::id).collect(Collectors.toSet());
            Map<String, DeliveryTable.Delivery> deliveries = DeliveryTable.of(tx, target, now);
            return new Found(
                    records,
                    deliveries,
                    wanted.known() == null
                            ? Map.of()
                            : wanted.counting(LinkTable.allIn(tx, wanted.known(), now, wasThere())),
                    wanted.there() ? LinkTable.idsIn(tx, target.system(), now) : Map.of(),
                    deletedThere(tx, now, deliveries.keySet()),
                    Undecided.at(tx, models, target.system(), records.values()),
                    wanted.forgotten() ? Deliveries.underWay(tx, target, now, clock.instant()) : Set.of());
        });
        Map<String, Map<String, JsonNode>> loaded = new HashMap<>();
        Set<String> seen = new HashSet<>();
        List<Item> looked =
                live.stream().map(item -> look(item, found, seen, loaded)).toList();
        exchange.setProperty(
                LOADED, wanted.once() == null ? loaded : Map.of()); // a fact is no value that the target has then
        exchange.setProperty(RECREATE, wanted.recreate());
        if (wanted.known() != null && batch.single() && looked.size() == 1) {
            String id = looked.get(0).note(Note.RECORD);
            List<String> idsThere = found.idsThere().get(id);
            exchange.getMessage().setHeader(ID_THERE, first(idsThere));
            exchange.getMessage().setHeader(IDS_THERE, all(idsThere));
            exchange.getMessage().setHeader(TOLD_AT, toldAt(found.deliveries().get(id)));
        }
        Batches.setOrStop(exchange, batch.withLive(looked));
    }

    /** What people made in the target and deleted there, and nobody ever wrote to it. */
    private Set<String> deletedThere(Tx tx, Set<String> records, Set<String> delivered) throws SQLException {
        if (wanted.recreate() || wanted.forgotten() || wanted.once() != null) return Set.of();
        Set<String> never = new HashSet<>(records);
        never.removeAll(delivered);
        Set<String> deleted =
                new HashSet<>(LinkTable.allIn(tx, target.system(), never, true).keySet());
        if (!deleted.isEmpty())
            deleted.removeAll(
                    LinkTable.allIn(tx, target.system(), deleted, false).keySet());
        return deleted;
    }

    /** A target may go on to know somebody by an id of another system which that system has deleted. */
    private boolean wasThere() {
        return wanted.forgotten() && !wanted.known().equals(target.system());
    }

    /** Null for a target that took nothing yet. */
    private static String toldAt(DeliveryTable.Delivery delivery) {
        return delivery == null || delivery.version() == 0
                ? null
                : Instant.ofEpochMilli(delivery.at()).toString();
    }

    private static String first(List<String> ids) {
        return ids == null ? null : ids.get(0);
    }

    /** As a JSON array, the one that was known first at its beginning. */
    private static String all(List<String> ids) {
        return ids == null ? null : Json.text(Json.MAPPER.valueToTree(ids));
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
        if (record.forgotten() != wanted.forgotten())
            return noted.settle(Outcome.of(
                    Outcome.Kind.SKIPPED_FILTERED, record.forgotten() ? "forgotten" : "not-forgotten", null));
        if (record.gone() && !wanted.gone())
            return noted.settle(Outcome.of(Outcome.Kind.SKIPPED_FILTERED, "gone", "no system has it any more"));
        if (item.message().source().equals(target.system())
                && !hasMore(found.idsThere().get(id))
                && !found.undecidedThere().contains(id)
                && !isOvertaken(found.deliveries().get(id))
                && !(item.body() != null && item.body().has(Merged.UNITED))) return unchanged(noted, "own-change");
        if (wanted.forgotten() && found.underWay().contains(id)) // Its answer may be an id, of what is to be erased too
        return noted.settle(Outcome.of(
                Outcome.Kind.PARKED, "delivery-under-way", target.system() + " is being told of it still"));
        if (wanted.known() != null && !found.idsThere().containsKey(id))
            return noted.settle(Outcome.of(Outcome.Kind.SKIPPED_FILTERED, "not-in-" + wanted.known(), null));
        if (!isRefused(record)) return noted.settle(Outcome.of(Outcome.Kind.SKIPPED_FILTERED, "no-refusal", null));
        DeliveryTable.Delivery delivery = found.deliveries().get(id);
        Outcome told = told(delivery, record);
        if (told != null) return noted.settle(told);
        if (delivery != null && delivery.is(DeliveryTable.DELIVERED) && delivery.version() >= record.version())
            return unchanged(noted, "already-delivered");
        if (found.deletedThere().contains(id)
                || delivery != null && delivery.is(DeliveryTable.GONE) && !wanted.recreate())
            return noted.settle(goneThere(target));
        if (!seen.add(id)) return unchanged(noted, "coalesced");
        if (delivery != null && delivery.knownAs() != null) noted = noted.note(Note.KNOWN_AS, delivery.knownAs());
        Model model = models.known(record.entity());
        loaded.put(id, model.reported(model.flatten(record.data())));
        String targetId = found.targetIds().get(id);
        if (targetId != null) noted = noted.note(Note.TARGET_ID, targetId);
        return noted.with(wanted.forgotten() ? ids(found.idsThere().get(id)) : body(record));
    }

    /** One of the decisions that are asked for is a no now. */
    private boolean isRefused(HubRecord record) {
        if (wanted.refused().isEmpty()) return true;
        Model model = models.known(record.entity());
        return wanted.refused().stream().anyMatch(path -> {
            if (!model.decides(path))
                throw new IllegalArgumentException(
                        "hub:pending?refused=" + path + ": " + record.entity() + " has no decision of this name");
            Decision decision = Decision.shown(record.data().path(path));
            return decision != null && !decision.yes();
        });
    }

    private JsonNode body(HubRecord record) {
        if (!wanted.provenance()) return record.data();
        ObjectNode body = record.data().deepCopy();
        body.set("provenance", Show.provenance(record));
        return body;
    }

    /** The target erased one object of a person, and has others. */
    private boolean hasMore(List<String> idsThere) {
        return wanted.forgotten() && idsThere != null && idsThere.size() > 1;
    }

    private static JsonNode ids(List<String> idsThere) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        if (idsThere != null) idsThere.forEach(body.putArray("ids")::add);
        return body;
    }

    /** Nobody knows whether the object that the target has now was ever written. */
    private static boolean isOvertaken(DeliveryTable.Delivery delivery) {
        return delivery != null && delivery.is(DeliveryTable.OVERTAKEN);
    }

    /** Of a fact: null while the target is still to be told, as far as anybody knows. */
    private Outcome told(DeliveryTable.Delivery delivery, HubRecord record) {
        if (wanted.once() == null || delivery == null) return null;
        if (wanted.forgotten() && delivery.version() < record.version())
            return null; // Another record was erased with it since
        if (delivery.is(DeliveryTable.DELIVERED) || delivery.is(DeliveryTable.OVERTAKEN))
            return Outcome.of(Outcome.Kind.SKIPPED_DUPLICATE, "told-already", null);
        if (wanted.once() == Once.AGAIN || !delivery.is(DeliveryTable.UNANSWERED)) return null;
        return Outcome.of(
                Outcome.Kind.DEAD,
                "outcome-unknown",
                target.system() + " was told, and its answer is not known: to tell it again may do it twice");
    }

    static Outcome goneThere(DeliveryTable.Target target) {
        return Outcome.of(Outcome.Kind.SKIPPED_FILTERED, "gone-there", "it was deleted in " + target.system());
    }

    private static Item unchanged(Item item, String reason) {
        return item.settle(Outcome.of(Outcome.Kind.SKIPPED_UNCHANGED, reason, null));
    }
}
