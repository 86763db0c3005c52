package io.serai.flow.schedule;

import io.quarkus.arc.Unremovable;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * {@code process: {ref: firstRun}}: tells a flow since when it has been running, in the property {@value #SINCE} (ISO 8601): when the first
 * process that ran it was started. It is kept in the store, beside the watermarks. What happened before may be left to whoever did the
 * flow's work until then. Thread-safe.
 */
@Singleton
@Unremovable
@Named("firstRun")
public class FirstRun implements Processor {
    public static final String SINCE = "SeraiFirstRun";

    private static final String NAME = "first-run";

    private final Watermarks watermarks;
    private final Instant started;
    private final Map<String, Instant> known = new ConcurrentHashMap<>();

    @Inject
    public FirstRun(Watermarks watermarks) {
        this(watermarks, Clock.systemUTC());
    }

    FirstRun(Watermarks watermarks, Clock clock) {
        this.watermarks = watermarks;
        this.started = clock.instant();
    }

    @Override
    public void process(Exchange exchange) {
        exchange.setProperty(
                SINCE,
                known.computeIfAbsent(exchange.getFromRouteId(), this::since).toString());
    }

    private Instant since(String route) {
        return watermarks
                .of(NAME, route)
                .orElseGet(() -> {
                    Watermark now = new Watermark(started, "");
                    watermarks.advance(NAME, route, now);
                    return now;
                })
                .time();
    }
}
