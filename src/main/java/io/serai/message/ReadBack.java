package io.serai.message;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Exchange;

/**
 * What a target will be read to say of what is about to be written there, where its words are not those of the records: a mapping tells, and the
 * hub keeps it as what is no word of the target's own. Canonical, by record; in memory only.
 */
public final class ReadBack {
    private static final String PROPERTY = "SeraiReadBack";

    private ReadBack() {}

    /** Adds to what earlier steps told; of the same record, the later one counts. */
    public static void add(Exchange exchange, Map<String, JsonNode> records) {
        Map<String, JsonNode> all = new HashMap<>(of(exchange));
        all.putAll(records);
        exchange.setProperty(PROPERTY, Map.copyOf(all));
    }

    /** Empty when nothing was told. */
    @SuppressWarnings("unchecked")
    public static Map<String, JsonNode> of(Exchange exchange) {
        Map<String, JsonNode> told = exchange.getProperty(PROPERTY, Map.class);
        return told == null ? Map.of() : told;
    }
}
