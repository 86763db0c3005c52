package io.serai.hub;

import io.serai.store.Store;
import java.time.Clock;
import java.time.Instant;
import org.apache.camel.Exchange;

/**
 * A reading of all objects that a system has of an entity. What it has shown is noted in the database under its beginning, so two readings of one system know
 * nothing of each other, and one that was killed leaves nothing but rows that the next one deletes.
 */
record Census(String entity, String system, Instant begun) {
    private static final String PROPERTY = "SeraiCensus";
    private static final String SYSTEM = "SeraiSystem";

    /**
     * {@code hub:census}: a reading begins with this exchange. An earlier one that is still under way sees nothing any more: it will not count as whole.
     *
     * @param system null to take that of the header SeraiSystem
     */
    static Step begin(Store store, Clock clock, String entity, String system) {
        if (entity == null)
            throw new IllegalArgumentException("hub:census needs an entity: hub:census?entity=customer");
        return exchange -> {
            String at = system == null ? exchange.getMessage().getHeader(SYSTEM, String.class) : system;
            if (at == null || at.isBlank())
                throw new IllegalArgumentException("hub:census needs the option system or the header " + SYSTEM);
            SightingTable.clear(store, entity, at);
            exchange.setProperty(PROPERTY, new Census(entity, at, clock.instant()));
        };
    }

    /** The one that an earlier step of the exchange began. */
    static Census of(Exchange exchange, Verb verb) {
        Census census = exchange.getProperty(PROPERTY, Census.class);
        if (census == null)
            throw new IllegalStateException("hub:" + verb.label() + " needs hub:census earlier in the route");
        return census;
    }
}
