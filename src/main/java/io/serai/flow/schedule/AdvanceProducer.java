package io.serai.flow.schedule;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;

/** Moves the watermark of the schedule that began the exchange to the last of the rows, by (time, id), or to a cursor of the system's own. */
final class AdvanceProducer extends DefaultProducer {
    private final ScheduleEndpoint endpoint;
    private final Times times;

    AdvanceProducer(ScheduleEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
        this.times = new Times(endpoint.getFormat());
    }

    @Override
    public void process(Exchange exchange) {
        String schedule = exchange.getProperty(Scheduled.SCHEDULE, String.class);
        if (schedule == null)
            throw new IllegalStateException(
                    "schedule:advance works in flows that began with schedule:, not in " + exchange.getFromRouteId());
        String system = exchange.getProperty(Scheduled.WATERMARK_SYSTEM, "", String.class);
        String cursor = exchange.getProperty(Scheduled.CURSOR, String.class);
        if (cursor != null) {
            endpoint.getComponent().watermarks().replace(schedule, system, new Watermark(Instant.now(), cursor));
            return;
        }
        Optional<Watermark> last = endpoint.getTimeField() == null ? given(exchange) : lastRow(exchange);
        last.ifPresent(mark -> endpoint.getComponent().watermarks().advance(schedule, system, mark));
    }

    private Optional<Watermark> given(Exchange exchange) {
        String time = exchange.getProperty(Scheduled.ROW_TIME, String.class);
        if (time == null)
            throw new IllegalStateException(
                    "schedule:advance needs timeField, or the exchange property " + Scheduled.ROW_TIME);
        String id = exchange.getProperty(Scheduled.ROW_ID, "", String.class);
        return Optional.of(new Watermark(times.read(time), id));
    }

    private Optional<Watermark> lastRow(Exchange exchange) {
        return rows(exchange.getMessage().getBody(JsonNode.class)).stream()
                .map(this::mark)
                .filter(Objects::nonNull)
                .max(Watermark::compareTo);
    }

    private static List<JsonNode> rows(JsonNode body) {
        List<JsonNode> rows = new ArrayList<>();
        if (body == null) return rows;
        JsonNode items = body.isObject() && body.path("items").isArray() ? body.get("items") : body;
        if (items.isArray()) items.forEach(rows::add);
        else rows.add(items);
        return rows;
    }

    /** Null for a row without the time. */
    private Watermark mark(JsonNode row) {
        String time = row.path(endpoint.getTimeField()).asText("");
        return time.isEmpty()
                ? null
                : new Watermark(
                        times.read(time), row.path(endpoint.getIdField()).asText(""));
    }
}
