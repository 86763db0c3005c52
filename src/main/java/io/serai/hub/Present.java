package io.serai.hub;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.store.Store;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.camel.Exchange;

/** {@code hub:present}: notes the objects of one page of a reading, an array of rows, in one transaction. The body stays. */
final class Present implements Step {
    private final Store store;
    private final String member;

    /** @param idField member of the rows with the id; null for {@code id} */
    Present(Store store, String idField) {
        this.store = store;
        this.member = idField == null ? "id" : idField;
    }

    @Override
    public void run(Exchange exchange) {
        Census census = Census.of(exchange, Verb.PRESENT);
        JsonNode rows = exchange.getMessage().getBody(JsonNode.class);
        if (rows == null || !rows.isArray())
            throw new IllegalArgumentException("hub:present needs an array of rows as body");
        Set<String> ids = new LinkedHashSet<>();
        for (JsonNode row : rows) {
            String id = row.path(member).asText("");
            if (id.isEmpty())
                throw new IllegalArgumentException("a row without '" + member + "': nobody knows what "
                        + census.system() + " has shown of " + census.entity());
            ids.add(id);
        }
        store.write(tx -> {
            SightingTable.note(tx, census, ids);
            return null;
        });
    }
}
