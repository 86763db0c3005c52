package io.serai.console;

import io.serai.hub.RecordView;
import io.serai.hub.Records;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/** Records of the hub, one at a time: there is no list of persons to read off. */
@Singleton
class RecordsResource {
    private final Records records;

    RecordsResource(Records records) {
        this.records = records;
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
