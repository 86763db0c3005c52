package io.serai.message;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;

/**
 * Begins the spans of this process: where something arrives. What follows from it is begun by {@link Traced#child}. Off, it begins
 * nothing and costs a comparison. Thread-safe.
 *
 * <p>Names and attributes of spans hold names of topics, groups, flows and systems, ids of our own, and codes; never a value of a
 * record, an id of a vendor, or an URL (Invariant 7).
 */
public final class Tracing {
    /** No traces. */
    public static final Tracing OFF = new Tracing(null);

    private final Tracer tracer;

    /** @param tracer null for none */
    public Tracing(Tracer tracer) {
        this.tracer = tracer;
    }

    public boolean on() {
        return tracer != null;
    }

    /**
     * Begins a span.
     *
     * @param parent in whose trace it is; null for a trace of its own
     */
    public Traced begin(SpanKind kind, String name, Trace parent) {
        return tracer == null ? Traced.NONE : Traced.begin(tracer, kind, name, parent);
    }
}
