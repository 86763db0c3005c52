package io.serai.hub;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.serai.message.Batch;
import io.serai.message.Batches;
import io.serai.message.Item;
import io.serai.message.Note;
import io.serai.message.Outcome;
import io.serai.store.Store;
import io.serai.store.Tx;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;

/**
 * {@code hub:forget}: erases what is known about a person; the record is named as in a change message, or by the notes entity and
 * external-id of the message's source. Links and hashed match keys stay, so that the person is recognised and not created again. The
 * item goes on as {@code {entity, record, version, forgotten: true}}, for the route to tell the targets.
 */
final class Forget implements Step {
    private final Store store;
    private final Models models;
    private final Clock clock;
    private final String entity;

    Forget(Store store, Models models, Clock clock, String entity) {
        this.store = store;
        this.models = models;
        this.clock = clock;
        this.entity = entity;
    }

    @Override
    public void run(Exchange exchange) {
        Batch batch = Batches.current(exchange);
        List<Item> live = batch.live();
        List<Item> done = store.write(tx -> {
            List<Item> forgotten = new ArrayList<>(live.size());
            for (Item item : live) forgotten.add(forget(tx, item));
            return forgotten;
        });
        Batches.setOrStop(exchange, batch.withLive(done));
    }

    private Item forget(Tx tx, Item item) throws SQLException {
        String id = record(tx, item);
        if (id != null) Locks.records(tx, Set.of(id));
        HubRecord record = id == null ? null : RecordTable.load(tx, List.of(id)).get(id);
        if (record == null) return item.settle(Outcome.of(Outcome.Kind.SKIPPED_FILTERED, "unknown-record", null));
        if (record.forgotten()) return item.settle(Outcome.of(Outcome.Kind.SKIPPED_UNCHANGED, "forgotten", null));
        keepKeys(tx, record);
        LinkTable.erase(tx, id);
        DeliveryTable.erase(tx, id);
        EngagementTable.erase(tx, id);
        RecordTable.erase(tx, id, clock.instant());
        long version = record.version() + 1;
        return item.note(Note.ENTITY, record.entity())
                .note(Note.RECORD, id)
                .note(Note.VERSION, Long.toString(version))
                .with(JsonNodeFactory.instance
                        .objectNode()
                        .put("entity", record.entity())
                        .put("record", id)
                        .put("version", version)
                        .put("forgotten", true));
    }

    private String record(Tx tx, Item item) throws SQLException {
        String externalId = item.note(Note.EXTERNAL_ID);
        String of = item.note(Note.ENTITY) == null ? entity : item.note(Note.ENTITY);
        if (item.note(Note.RECORD) != null || externalId == null || of == null) return Step.record(item);
        Identity identity = new Identity(of, item.message().source(), externalId);
        Locks.identities(tx, Set.of(identity), Set.of());
        return LinkTable.records(tx, List.of(identity)).get(identity);
    }

    /** Also keys of values that did not win: whoever comes with one of them is the same person. */
    private void keepKeys(Tx tx, HubRecord record) throws SQLException {
        Model model = models.known(record.entity());
        Map<MatchKey, String> keys = new HashMap<>();
        for (LinkTable.Link link : LinkTable.of(tx, models, List.of(record.id()))) {
            if (link.contribution() == null) continue;
            for (String field : model.match())
                MatchKey.of(record.entity(), field, link.contribution().values().get(field))
                        .ifPresent(key -> keys.put(key, record.id()));
        }
        Locks.identities(tx, Set.of(), keys.keySet());
        MatchTable.add(tx, keys);
    }
}
