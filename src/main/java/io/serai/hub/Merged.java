package io.serai.hub;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.message.Item;
import io.serai.message.Note;
import io.serai.message.Outcome;
import java.util.List;

/**
 * What merging made of an item.
 *
 * @param result for the metric: created, changed, united, unchanged, stale, forgotten, refused
 */
record Merged(Item item, String result) {
    /** Field of a change: the records that became one with this one. */
    static final String UNITED = "united";

    /**
     * The item goes on as {@code {entity, record, version, changed}}; with {@code united}, ids of records that were merged into it,
     * and {@code gone: true} when no system has it any more.
     */
    static Merged changed(Item item, HubRecord record, List<String> paths, List<String> united, boolean created) {
        ObjectNode change = change(record, paths, united);
        return new Merged(item.with(change), united.isEmpty() ? created ? "created" : "changed" : "united");
    }

    static ObjectNode change(HubRecord record, List<String> paths, List<String> united) {
        ObjectNode change = JsonNodeFactory.instance
                .objectNode()
                .put("entity", record.entity())
                .put("record", record.id())
                .put("version", record.version());
        paths.forEach(change.putArray("changed")::add);
        if (!united.isEmpty()) united.forEach(change.putArray(UNITED)::add);
        if (record.gone()) change.put("gone", true);
        return change;
    }

    /** The item goes on as {@code {entity, record, version, forgotten: true}}, for the targets to be told. */
    static Merged forgotten(Item item, HubRecord record) {
        return new Merged(erased(item, record), "forgotten");
    }

    static Item erased(Item item, HubRecord record) {
        return item.note(Note.ENTITY, record.entity())
                .note(Note.RECORD, record.id())
                .note(Note.VERSION, Long.toString(record.version()))
                .with(JsonNodeFactory.instance
                        .objectNode()
                        .put("entity", record.entity())
                        .put("record", record.id())
                        .put("version", record.version())
                        .put("forgotten", true));
    }

    static Merged settled(Item item, Outcome.Kind kind, String reason, String detail) {
        String result = switch (kind) {
            case SKIPPED_STALE -> "stale";
            case SKIPPED_FILTERED -> "forgotten";
            default -> "unchanged";
        };
        return new Merged(item.settle(Outcome.of(kind, reason, detail)), result);
    }

    static Merged refused(Item item) {
        return new Merged(item, "refused");
    }

    String entity() {
        String entity = item.note(Note.ENTITY);
        return entity == null ? "unknown" : entity;
    }
}
