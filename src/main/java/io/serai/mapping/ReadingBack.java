package io.serai.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.message.Item;
import io.serai.message.Links;
import io.serai.message.Note;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What an inbound table makes of bodies that are about to be written to the system that it reads. */
final class ReadingBack {
    private final Plan plan;
    private final Links links;

    /** @throws IllegalArgumentException when the table does not read a system */
    ReadingBack(Plan plan, Links links) {
        if (!plan.head().inbound())
            throw new IllegalArgumentException("readBack: '" + plan.name()
                    + "' writes to a system; expected a table that reads from one, with 'from: { system: .. }'");
        this.plan = plan.ofUnsaved();
        this.links = links;
    }

    /** By record. Missing are those that the table leaves out, or needs more of than what is written. */
    Map<String, JsonNode> of(List<Item> mapped) {
        Map<String, JsonNode> read = new HashMap<>();
        for (Item item : mapped) {
            String record = item.note(Note.RECORD);
            About about = new About(item.note(Note.TARGET), record, null, item.note(Note.TARGET_ID));
            if (record != null && plan.map(item.body(), about, links) instanceof Mapped.Done done)
                read.put(record, done.body());
        }
        return read;
    }
}
