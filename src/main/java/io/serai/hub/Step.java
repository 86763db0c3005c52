package io.serai.hub;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.message.Item;
import io.serai.message.Note;
import org.apache.camel.Exchange;

/** What one verb of {@code hub:} does with an exchange. Thread-safe. */
@FunctionalInterface
interface Step {
    void run(Exchange exchange);

    /** The record that an item is about: as an earlier step noted it, as a change message or a record names it, or its subject. */
    static String record(Item item) {
        String noted = item.note(Note.RECORD);
        if (noted != null) return noted;
        JsonNode body = item.body();
        if (body != null && body.path("record").isTextual())
            return body.get("record").asText();
        if (body != null && body.path("id").isTextual() && body.path("entity").isTextual())
            return body.get("id").asText();
        return item.message().subject();
    }
}
