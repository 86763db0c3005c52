package io.serai.flow.schedule;

import io.serai.message.SystemInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;

/** One {@link Ticker} for each system. */
final class ScheduleConsumer extends DefaultConsumer {
    private final ScheduleEndpoint endpoint;
    private List<Ticker> tickers = List.of();

    ScheduleConsumer(ScheduleEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        Times times = new Times(endpoint.getFormat());
        tickers = systems().stream()
                .map(system -> new Ticker(endpoint, system, () -> run(system, times)))
                .toList();
        tickers.forEach(Ticker::start);
    }

    /** Ends no run: the route's graceful stop waits for the exchange. */
    @Override
    protected void doStop() throws Exception {
        tickers.forEach(Ticker::stop);
        super.doStop();
    }

    /** A list with null when the schedule is not for systems. */
    private List<SystemInfo> systems() {
        if (endpoint.getSystems() == null) return Collections.singletonList(null);
        if (endpoint.getComponent().systems() == null)
            throw new IllegalStateException(
                    "schedule:" + endpoint.getName() + " is for systems, but none can be looked up");
        List<SystemInfo> all = endpoint.getComponent().systems().ofKind(endpoint.getSystems());
        if (all.isEmpty())
            throw new IllegalStateException("serai.systems.<name>.kind=" + endpoint.getSystems()
                    + " is missing, and the .url and .auth of this system: schedule:" + endpoint.getName()
                    + " has nothing to read from");
        return all;
    }

    /** Null when it went well. */
    private Exception run(SystemInfo system, Times times) {
        Exchange exchange = createExchange(false);
        try {
            prepare(exchange, system, times);
            getProcessor().process(exchange);
            return exchange.getException();
        } catch (Exception e) {
            return e;
        } finally {
            releaseExchange(exchange, false);
        }
    }

    private void prepare(Exchange exchange, SystemInfo system, Times times) {
        String name = system == null ? "" : system.name();
        Optional<Watermark> watermark = endpoint.getComponent().watermarks().of(endpoint.getName(), name);
        exchange.setProperty(Scheduled.SCHEDULE, endpoint.getName());
        exchange.setProperty(Scheduled.WATERMARK_SYSTEM, name);
        watermark.ifPresent(mark -> {
            exchange.setProperty(Scheduled.WATERMARK_TIME, mark.time().toString());
            exchange.setProperty(Scheduled.WATERMARK_ID, mark.id());
        });
        Instant since = watermark
                .map(mark -> mark.time().minus(Duration.ofMillis(endpoint.getOverlap())))
                .orElseGet(() -> Instant.parse(endpoint.getBegin()));
        exchange.setProperty(Scheduled.SINCE, times.write(since));
        if (system == null) return;
        exchange.getMessage().setHeader(Scheduled.SYSTEM, system.name());
        exchange.getMessage().setHeader(Scheduled.KIND, system.kind());
    }
}
