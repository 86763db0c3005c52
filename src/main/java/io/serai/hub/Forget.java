package io.serai.hub;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.message.Batch;
import io.serai.message.Batches;
import io.serai.message.Ids;
import io.serai.message.Item;
import io.serai.message.Note;
import io.serai.message.Outcome;
import io.serai.store.Store;
import io.serai.store.Tx;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.camel.Exchange;

/**
 * {@code hub:forget}: erases what is known about a person, with all records that were merged into theirs; the record is named as in a change message, or by the notes entity and
 * external-id (or the body's id) of the message's source. Links and hashed match keys stay, so that the person is recognised and not created again;
 * an object that nothing is known of leaves as much. The item goes on as {@code {entity, record, version, forgotten: true}}, for the route to tell the targets.
 */
final class Forget implements Step {
    private final Store store;
    private final Models models;
    private final Clock clock;
    private final Ids ids;
    private final String entity;

    Forget(Parts parts, String entity) {
        this.store = parts.store();
        this.models = parts.models();
        this.clock = parts.clock();
        this.ids = parts.ids();
        this.entity = entity;
    }

    @Override
    public void run(Exchange exchange) {
        Batch batch = Batches.current(exchange);
        List<Item> live = batch.live();
        List<Item> done = store.write(tx -> {
            if (tx.concurrent() && live.size() > 1) hold(tx, live);
            List<Item> forgotten = new ArrayList<>(live.size());
            for (Item item : live) forgotten.add(forget(tx, item));
            return forgotten;
        });
        Batches.setOrStop(exchange, batch.withLive(done));
    }

    private Item forget(Tx tx, Item item) throws SQLException {
        Workspace workspace = load(tx, item);
        Cell cell = workspace.only();
        if (cell == null) {
            Identity identity = identity(item);
            if (identity != null) leave(workspace, identity);
            return item.settle(Outcome.of(Outcome.Kind.SKIPPED_FILTERED, "unknown-record", null));
        }
        HubRecord record = cell.record();
        if (record.forgotten()) return item.settle(Outcome.of(Outcome.Kind.SKIPPED_UNCHANGED, "forgotten", null));
        workspace.erase(cell);
        workspace.save();
        return Merged.erased(item, cell.record());
    }

    /** A tombstone of somebody who is not known yet: a message that is still on its way must not create them. */
    private void leave(Workspace workspace, Identity identity) throws SQLException {
        Cell cell = workspace.create(models.known(identity.entity()), identity, ids.next());
        cell.link(identity);
        workspace.save();
        workspace.erase(cell);
    }

    /** All people of a batch at once: taken one by one, two batches with the same people may wait for each other. */
    private void hold(Tx tx, List<Item> items) throws SQLException {
        Set<Identity> identities = new HashSet<>();
        Set<String> records = new HashSet<>();
        for (Item item : items) {
            Identity identity = identity(item);
            if (identity != null) identities.add(identity);
            else if (Step.record(item) != null) records.add(Step.record(item));
        }
        Locks.identities(tx, identities, Set.of());
        records.addAll(LinkTable.records(tx, identities).values());
        Locks.records(tx, records);
    }

    private Workspace load(Tx tx, Item item) throws SQLException {
        Identity identity = identity(item);
        String record = Step.record(item);
        Set<String> records = identity == null && record != null ? Set.of(record) : Set.of();
        return Workspace.load(
                tx, models, clock.instant(), identity == null ? Set.of() : Set.of(identity), Set.of(), records);
    }

    /** The person as an object of the message's source; null when the item names a record, or nobody. */
    private Identity identity(Item item) {
        String externalId = object(item);
        String of = item.note(Note.ENTITY) == null ? entity : item.note(Note.ENTITY);
        return item.note(Note.RECORD) != null || externalId == null || of == null
                ? null
                : new Identity(of, item.message().source(), externalId);
    }

    /** Id that the person has in the message's source; null when the item names a record. */
    private static String object(Item item) {
        String noted = item.note(Note.EXTERNAL_ID);
        JsonNode body = item.body();
        boolean record = body == null || body.has("record") || body.has("entity");
        return noted != null || record ? noted : body.path("id").asText(null);
    }
}
