package io.serai.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;

/** Where an exchange keeps its {@link Batch}, and how body and batch are kept in step. */
public final class Batches {
    /** Exchange property that holds the batch. */
    public static final String PROPERTY = "SeraiBatch";

    private Batches() {}

    /** The exchange's batch as it stands, whatever the body is now; null when no Serai consumer began the exchange. */
    public static Batch envelope(Exchange exchange) {
        return exchange.getProperty(PROPERTY, Batch.class);
    }

    /**
     * The exchange's batch with the body that the route has now: what a step before made of it. Inside Camel's {@code split} of a
     * batch it is the one record of this part; what becomes of it there is not told to the whole.
     *
     * @throws IllegalStateException when the exchange has no batch, or an array body lost or gained elements
     */
    public static Batch current(Exchange exchange) {
        Batch batch = envelope(exchange);
        if (batch == null)
            throw new IllegalStateException(
                    "this step needs messages from bus: or journal:receive; the exchange has none (route "
                            + exchange.getFromRouteId() + ")");
        List<Item> live = batch.live();
        Item part = part(exchange, batch, live);
        if (part != null) return new Batch(List.of(part), true);
        List<JsonNode> bodies = bodies(exchange, batch.single());
        if (batch.single() && live.isEmpty()) return batch;
        if (bodies.size() != live.size())
            throw new IllegalStateException("the body has " + bodies.size() + " elements but the batch has "
                    + live.size() + " live records (route " + exchange.getFromRouteId()
                    + "): a step in between must keep one element per record, or split");
        List<Item> changed = new ArrayList<>(live.size());
        for (int i = 0; i < live.size(); i++) changed.add(live.get(i).with(bodies.get(i)));
        return batch.withLive(changed);
    }

    /** Puts the batch on the exchange and its live bodies into the message body. */
    public static void set(Exchange exchange, Batch batch) {
        exchange.setProperty(PROPERTY, batch);
        List<Item> live = batch.live();
        if (batch.single()) {
            if (!live.isEmpty()) exchange.getMessage().setBody(live.get(0).body());
            return;
        }
        ArrayNode bodies = JsonNodeFactory.instance.arrayNode(live.size());
        live.forEach(item -> bodies.add(item.body()));
        exchange.getMessage().setBody(bodies);
    }

    /** As {@link #set}, and ends the route when nothing is left to do, so that no vendor is called with nothing. */
    public static void setOrStop(Exchange exchange, Batch batch) {
        set(exchange, batch);
        if (batch.live().isEmpty()) exchange.setRouteStop(true);
    }

    /** Inside Camel's {@code split} of the batch's body, the record that this part is; else null. */
    private static Item part(Exchange exchange, Batch batch, List<Item> live) {
        Integer index = exchange.getProperty(ExchangePropertyKey.SPLIT_INDEX, Integer.class);
        Integer size = exchange.getProperty(ExchangePropertyKey.SPLIT_SIZE, Integer.class);
        if (batch.single() || index == null || size == null || size != live.size()) return null;
        JsonNode body = exchange.getMessage().getBody(JsonNode.class);
        return body == null || body.isArray() ? null : live.get(index).with(body);
    }

    private static List<JsonNode> bodies(Exchange exchange, boolean single) {
        JsonNode body = exchange.getMessage().getBody(JsonNode.class);
        if (single) return body == null ? List.of() : List.of(body);
        List<JsonNode> all = new ArrayList<>();
        if (body != null) body.forEach(all::add);
        return all;
    }
}
