package io.serai.journal;

import com.fasterxml.jackson.databind.JsonNode;
import io.opentelemetry.api.trace.SpanKind;
import io.serai.message.Batch;
import io.serai.message.Batches;
import io.serai.message.Item;
import io.serai.message.Traced;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultProducer;

/** Reads an inbound exchange, has it received, and leaves the new messages on it. */
class JournalProducer extends DefaultProducer {
    private final JournalEndpoint endpoint;
    private final Reception reception;

    JournalProducer(JournalEndpoint endpoint, Reception reception) {
        super(endpoint);
        this.endpoint = endpoint;
        this.reception = reception;
    }

    @Override
    public void process(Exchange exchange) {
        try (Traced traced = Traced.of(exchange).child(SpanKind.INTERNAL, "journal receive")) {
            receive(exchange, traced);
        }
    }

    private void receive(Exchange exchange, Traced traced) {
        Message in = exchange.getMessage();
        JsonNode body = in.getBody(JsonNode.class);
        if (body == null)
            throw new IllegalArgumentException("journal:receive needs a JSON object or array as body, got none");
        Reception.Source source = new Reception.Source(
                required(in, "SeraiSystem"),
                required(in, "SeraiKind") + "." + entity(in),
                Traced.of(exchange).trace());
        Batch batch = body.isArray()
                ? rows(in, source, body)
                : reception.event(
                        source,
                        body,
                        in.getHeader("SeraiChannel", "webhook", String.class),
                        required(in, "SeraiKey"),
                        in.getHeader("SeraiExternalId", String.class),
                        in.getHeader("SeraiTime", "", String.class),
                        exchange.getProperty("SeraiRaw", byte[].class));
        Batches.set(exchange, batch);
        if (batch.single()) {
            Item item = batch.items().get(0);
            traced.attribute("serai.message.id", item.message().id())
                    .attribute("serai.outcome", item.live() ? "new" : "duplicate");
            in.setHeader("SeraiMessageId", item.message().id());
            in.setHeader("SeraiDuplicate", !item.live());
        }
    }

    private Batch rows(Message in, Reception.Source source, JsonNode rows) {
        Batch received = reception.rows(source, rows, endpoint.getIdField(), endpoint.getVersionField());
        if (!endpoint.isKeepKnown()) return received;
        in.setHeader("SeraiDuplicate", received.live().isEmpty());
        return new Batch(
                received.items().stream()
                        .map(item -> Item.of(item.message(), 1))
                        .toList(),
                false);
    }

    private String entity(Message in) {
        return endpoint.getEntity() != null ? endpoint.getEntity() : required(in, "SeraiEntity");
    }

    private static String required(Message in, String header) {
        String value = in.getHeader(header, String.class);
        if (value == null || value.isBlank())
            throw new IllegalArgumentException("journal:receive needs the header " + header);
        return value;
    }
}
