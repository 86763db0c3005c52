package io.serai.hub;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.message.Item;
import io.serai.message.Note;
import io.serai.message.Outcome;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An item that tells of objects which their system has no more, read.
 *
 * @param item settled when it cannot be read
 * @param from the objects that are gone
 * @param into the object that they were merged into; null when they were deleted
 * @param model null when the item is settled
 */
record Departure(Item item, List<Identity> from, Identity into, Stamp stamp, Model model) {
    /** Note with the ids of merged objects, comma-separated, for a later step that reads the same for another entity. */
    static final String FROM = "unite-from";
    /** Note with the id of the object that they were merged into. */
    static final String INTO = "unite-into";

    boolean valid() {
        return model != null;
    }

    /**
     * @param entity null to take that of the item
     * @param system null to take the message's source
     * @param merged false when the objects were deleted
     */
    static Departure read(Item item, Models models, String entity, String system, boolean merged) {
        String of = entity != null ? entity : item.note(Note.ENTITY);
        String at = system != null ? system : item.message().source();
        if (of == null) return refused(item, "no-entity", "the entity must be given, by the option or by a mapping");
        Optional<Model> model = models.find(of);
        if (model.isEmpty()) return refused(item, "unknown-entity", "there is no model of " + of);
        List<String> from = merged ? from(item) : deleted(item);
        String into = merged ? text(item.body(), "into", item.note(INTO)) : null;
        if (from.isEmpty() || merged && into == null)
            return refused(
                    item,
                    "no-identity",
                    merged
                            ? "hub:unite needs {from, into}: ids of objects in " + at
                            : "hub:remove needs the id of an object in " + at);
        Stamp stamp;
        try {
            stamp = new Stamp(time(item).toEpochMilli(), item.message().id());
        } catch (DateTimeParseException e) {
            return refused(item, "bad-source-time", "the note source-time must be ISO 8601");
        }
        from.remove(into);
        if (from.isEmpty())
            return new Departure(
                    item.settle(Outcome.of(Outcome.Kind.SKIPPED_UNCHANGED, "same-object", null)),
                    from(List.of(), of, at),
                    null,
                    null,
                    null);
        Item noted = item.note(Note.ENTITY, of);
        if (merged) noted = noted.note(FROM, String.join(",", from)).note(INTO, into);
        return new Departure(noted, from(from, of, at), merged ? new Identity(of, at, into) : null, stamp, model.get());
    }

    private static List<Identity> from(List<String> ids, String entity, String system) {
        return ids.stream().map(id -> new Identity(entity, system, id)).toList();
    }

    private static List<String> from(Item item) {
        JsonNode given = item.body() == null ? null : item.body().path("from");
        List<String> ids = new ArrayList<>();
        if (given != null && given.isArray()) given.forEach(each -> ids.add(each.asText()));
        else {
            String one = text(item.body(), "from", item.note(FROM));
            if (one != null) ids.addAll(List.of(one.split(",")));
        }
        ids.removeIf(String::isBlank);
        return ids;
    }

    private static List<String> deleted(Item item) {
        String noted = item.note(Note.EXTERNAL_ID);
        String id =
                noted != null ? noted : text(item.body(), "id", item.message().subject());
        return id == null || id.isBlank() ? List.of() : new ArrayList<>(List.of(id));
    }

    private static String text(JsonNode body, String field, String otherwise) {
        JsonNode value = body == null ? null : body.get(field);
        return value == null || value.isNull() || !value.isValueNode() ? otherwise : value.asText();
    }

    private static Instant time(Item item) {
        String note = item.note(Note.SOURCE_TIME);
        return note == null ? item.message().time() : OffsetDateTime.parse(note).toInstant();
    }

    private static Departure refused(Item item, String reason, String detail) {
        return new Departure(item.settle(Outcome.of(Outcome.Kind.DEAD, reason, detail)), List.of(), null, null, null);
    }
}
