package io.serai.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.bus.Bus;
import io.serai.hub.Duplicates;
import io.serai.hub.Hub;
import io.serai.hub.NotUnited;
import io.serai.hub.RecordView;
import io.serai.hub.Records;
import io.serai.hub.United;
import io.serai.message.Ids;
import io.serai.message.Item;
import io.serai.message.Message;
import io.serai.store.Store;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Records of the hub, one at a time: there is no list of persons to read off. */
@Singleton
class RecordsResource {
    private static final int LONGEST_REASON = 300;

    private final Records records;
    private final Duplicates duplicates;
    private final Hub hub;
    private final Bus bus;
    private final Ids ids;
    private final Store store;
    private final Clock clock;

    RecordsResource(Records records, Duplicates duplicates, Hub hub, Bus bus, Ids ids, Store store, Clock clock) {
        this.records = records;
        this.duplicates = duplicates;
        this.hub = hub;
        this.bus = bus;
        this.ids = ids;
        this.store = store;
        this.clock = clock;
    }

    /** Records that may be one, by the rules of the models; of one entity or of all. */
    Object duplicates(Ask ask) {
        ask.allow("entity", "limit");
        String entity = ask.text("entity");
        List<String> known = duplicates.entities();
        if (entity != null && !known.contains(entity))
            throw Problem.badRequest("entity: expected one whose model has duplicates, which are "
                    + (known.isEmpty() ? "none" : String.join(", ", known)));
        List<Duplicates.Pair> pairs = new ArrayList<>();
        for (String each : entity == null ? known : List.of(entity))
            if (pairs.size() < ask.limit()) pairs.addAll(duplicates.find(each, ask.limit() - pairs.size()));
        return Map.of("entities", known, "duplicates", pairs);
    }

    /** Makes one record of two, and tells it on the topic of its entity, so that targets are written to. */
    United unite(Ask ask) {
        ask.allow();
        JsonNode body = ask.object();
        Set<String> given = new TreeSet<>();
        body.fieldNames().forEachRemaining(given::add);
        Ask.allow(given, Set.of("record", "other", "reason"));
        String reason = text(body, "reason");
        if (reason.length() > LONGEST_REASON)
            throw Problem.badRequest("reason: expected at most " + LONGEST_REASON + " characters");
        String one = text(body, "record");
        String other = text(body, "other");
        String who = ask.who();
        try {
            return store.write(tx -> {
                United united = hub.unite(one, other, who, reason);
                if (united.change() != null) publish(united);
                return united;
            });
        } catch (NotUnited e) {
            throw e.unknown() ? Problem.notFound(e.getMessage()) : new Problem(409, "Not united", e.getMessage());
        }
    }

    private void publish(United united) {
        String id = ids.next();
        Message message =
                new Message(id, "record.unite", "serai", united.record(), clock.instant(), id, united.change());
        bus.publish(united.entity() + ".changed", List.of(Item.of(message, 1)));
    }

    private static String text(JsonNode body, String field) {
        String text = body.path(field).asText("").replaceAll("\\p{Cntrl}", " ").strip();
        if (!body.path(field).isTextual() || text.isEmpty()) throw Problem.badRequest(field + ": expected a text");
        return text;
    }

    RecordView show(Ask ask) {
        ask.allow();
        String id = ask.path("id");
        return records.find(id).stream()
                .filter(record -> record.id().equals(id) || record.aliases().contains(id))
                .findFirst()
                .orElseThrow(() -> Problem.notFound("the hub has no record " + id));
    }

    /** What the person did, newest first. */
    Object engagements(Ask ask) {
        ask.allow("limit");
        String id = ask.path("id");
        return Map.of("record", id, "engagements", records.engagements(id, ask.limit()));
    }

    Object find(Ask ask) {
        ask.allow("system", "id", "entity", "match");
        String system = ask.text("system");
        String id = ask.text("id");
        String match = ask.text("match");
        boolean named = system != null && id != null;
        if (named == (match != null) || (system == null) != (id == null))
            throw Problem.badRequest("expected system and id (and entity), or match=FIELD:VALUE such as"
                    + " match=email:anna@example.com");
        List<RecordView> found = named ? linked(system, id) : matched(match);
        String entity = ask.text("entity");
        return Map.of(
                "records",
                found.stream()
                        .filter(record -> entity == null || entity.equals(record.entity()))
                        .toList());
    }

    private List<RecordView> linked(String system, String id) {
        return records.find(system + ":" + id).stream()
                .filter(record -> record.links().stream()
                        .anyMatch(link -> link.system().equals(system)
                                && link.externalId().equals(id)))
                .toList();
    }

    private List<RecordView> matched(String match) {
        int colon = match.indexOf(':');
        if (colon < 1 || colon == match.length() - 1)
            throw Problem.badRequest("match: expected FIELD:VALUE such as email:anna@example.com");
        String field = match.substring(0, colon);
        return records.find(match.substring(colon + 1)).stream()
                .filter(record ->
                        !record.data().at("/" + field.replace('.', '/')).isMissingNode())
                .toList();
    }
}
