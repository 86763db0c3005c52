package io.serai.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.camel.Exchange;

/**
 * {@code hub:engagements}: the body gets the field {@code engagements} with what its record did: {@code {total, points, counts: {type: n},
 * last: {type: time}, history: [{type, system, campaign, points, at, detail}]}}, newest first. The rest of the body stays.
 */
final class Engagements implements Step {
    private final Store store;
    private final Clock clock;
    private final Duration since;
    private final int limit;

    /**
     * @param since how far back; null for all
     * @param limit how many of the history, the counts are of all
     */
    Engagements(Store store, Clock clock, Duration since, int limit) {
        this.store = store;
        this.clock = clock;
        this.since = since;
        this.limit = limit;
    }

    @Override
    public void run(Exchange exchange) {
        Batch batch = Batches.current(exchange);
        List<Item> live = batch.live();
        Instant from = since == null ? Instant.EPOCH : clock.instant().minus(since);
        Batches.setOrStop(exchange, batch.withLive(store.read(tx -> {
            List<Item> shown = new ArrayList<>(live.size());
            for (Item item : live) shown.add(show(tx, item, from));
            return shown;
        })));
    }

    private Item show(Tx tx, Item item, Instant from) throws SQLException {
        HubRecord record = Step.record(item) == null
                ? null
                : RecordTable.named(tx, Set.of(Step.record(item))).get(Step.record(item));
        if (record == null || record.forgotten())
            return item.settle(
                    Outcome.of(Outcome.Kind.SKIPPED_FILTERED, record == null ? "unknown-record" : "forgotten", null));
        JsonNode body = item.body();
        ObjectNode whole =
                body instanceof ObjectNode object ? object.deepCopy() : JsonNodeFactory.instance.objectNode();
        whole.set("engagements", summary(tx, record.id(), from));
        return item.note(Note.ENTITY, record.entity())
                .note(Note.RECORD, record.id())
                .with(whole);
    }

    private ObjectNode summary(Tx tx, String person, Instant from) throws SQLException {
        ObjectNode summary = JsonNodeFactory.instance.objectNode();
        List<EngagementTable.Count> all = EngagementTable.counts(tx, person, from);
        summary.put(
                "total", all.stream().mapToLong(EngagementTable.Count::count).sum());
        summary.put(
                "points", all.stream().mapToLong(EngagementTable.Count::points).sum());
        ObjectNode counts = summary.putObject("counts");
        ObjectNode last = summary.putObject("last");
        for (EngagementTable.Count each : all) {
            counts.put(each.type(), each.count());
            last.put(each.type(), Fact.text(each.last()));
        }
        EngagementTable.history(tx, person, from, limit)
                .forEach(fact -> summary.withArray("history").add(fact.json()));
        return summary;
    }
}
