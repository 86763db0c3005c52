package io.serai.hub;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.message.Item;
import io.serai.message.Note;
import io.serai.message.Outcome;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * An item to be merged, and what it says.
 *
 * @param item settled when it says nothing that can be merged
 * @param snapshot null when the item is settled
 */
record Incoming(Item item, Snapshot snapshot) {
    /** Note of an item whose body has only the fields that changed; a null there clears the field. */
    static final String PARTIAL = "partial";
    /** Note of an item that was read just before something is written to the same object. */
    static final String BEFORE_WRITING = "before-writing";

    boolean valid() {
        return snapshot != null;
    }

    static Incoming read(Item item, Models models) {
        String entity = item.note(Note.ENTITY);
        String externalId = item.note(Note.EXTERNAL_ID);
        if (entity == null || externalId == null || externalId.isBlank())
            return refused(item, "no-identity", "hub:merge needs the notes entity and external-id, from mapping:");
        if (item.body() == null || !item.body().isObject())
            return refused(item, "not-an-object", "hub:merge needs a canonical " + entity + " as JSON object");
        Optional<Model> model = models.find(entity);
        if (model.isEmpty())
            return refused(item, "unknown-entity", "there is no model of " + entity + " in the folder model");
        Instant time;
        try {
            time = time(item);
        } catch (DateTimeParseException e) {
            return refused(item, "bad-source-time", "the note source-time must be ISO 8601");
        }
        String system = item.note(Note.SOURCE) == null ? item.message().source() : item.note(Note.SOURCE);
        Identity identity = new Identity(entity, system, externalId);
        Stamp stamp = new Stamp(time.toEpochMilli(), item.message().id());
        Snapshot snapshot = snapshot(model.get(), identity, stamp, item)
                .by("true".equals(item.note(Note.HUMAN)))
                .without(unsaid(item))
                .before("true".equals(item.note(BEFORE_WRITING)));
        Optional<String> timeless = timeless(snapshot);
        return timeless.isPresent()
                ? refused(item, "bad-decision-time", "the times of " + timeless.get() + " must be ISO 8601")
                : new Incoming(item, snapshot);
    }

    /** A decision whose time cannot be read. */
    private static Optional<String> timeless(Snapshot snapshot) {
        return snapshot.values().keySet().stream()
                .filter(snapshot.model()::decides)
                .filter(path -> !Decision.timed(snapshot.values().get(path)))
                .findFirst();
    }

    private static Snapshot snapshot(Model model, Identity identity, Stamp stamp, Item item) {
        JsonNode body = model.qualify(item.body(), identity.system());
        Map<String, JsonNode> values = model.flatten(body);
        if (!"true".equals(item.note(PARTIAL))) return new Snapshot(model, identity, stamp, values, null);
        TreeSet<String> covers = new TreeSet<>(values.keySet());
        body.properties().forEach(each -> {
            if (each.getValue().isNull()) covers.add(each.getKey());
        });
        return new Snapshot(model, identity, stamp, values, covers);
    }

    private static Set<String> unsaid(Item item) {
        String note = item.note(Note.UNSAID);
        return note == null ? Set.of() : Set.of(note.split(","));
    }

    private static Instant time(Item item) {
        String note = item.note(Note.SOURCE_TIME);
        return note == null ? item.message().time() : OffsetDateTime.parse(note).toInstant();
    }

    private static Incoming refused(Item item, String reason, String detail) {
        return new Incoming(item.settle(Outcome.of(Outcome.Kind.DEAD, reason, detail)), null);
    }
}
