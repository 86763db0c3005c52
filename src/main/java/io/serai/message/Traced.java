package io.serai.message;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;

/**
 * A piece of work that a span is about, to be closed when it is done. An exchange carries the one that all its steps belong to, so a
 * step finds it on whichever thread it runs. Where nothing is traced, all of it does nothing.
 */
public final class Traced implements AutoCloseable {
    /** Property of the exchange. */
    static final String PROPERTY = "SeraiTraced";

    static final Traced NONE = new Traced(null, Span.getInvalid());

    private static final int BAD_REQUEST = 400;
    private static final String PARENT = "traceparent";
    private static final String STATE = "tracestate";

    private final Tracer tracer;
    private final Span span;

    private Traced(Tracer tracer, Span span) {
        this.tracer = tracer;
        this.span = span;
    }

    static Traced begin(Tracer tracer, SpanKind kind, String name, Trace parent) {
        return begin(tracer, kind, name, context(parent));
    }

    private static Traced begin(Tracer tracer, SpanKind kind, String name, Context parent) {
        return new Traced(
                tracer,
                tracer.spanBuilder(name).setSpanKind(kind).setParent(parent).startSpan());
    }

    /** The work that the exchange's steps belong to. */
    public static Traced of(Exchange exchange) {
        return exchange != null && exchange.getProperty(PROPERTY) instanceof Traced known ? known : NONE;
    }

    /** From now on the exchange's steps belong to this. */
    public void carriedBy(Exchange exchange) {
        if (tracer != null) exchange.setProperty(PROPERTY, this);
    }

    /** A part of this work. */
    public Traced child(SpanKind kind, String name) {
        return tracer == null ? NONE : begin(tracer, kind, name, Context.root().with(span));
    }

    /** For what follows from this work; null when it is not traced. */
    public Trace trace() {
        if (tracer == null || !span.getSpanContext().isValid()) return null;
        Map<String, String> written = new HashMap<>();
        W3CTraceContextPropagator.getInstance().inject(Context.root().with(span), written, Map::put);
        return new Trace(written.get(PARENT), written.get(STATE));
    }

    /** Says that this has to do with work in another trace. */
    public void link(Traced other) {
        if (tracer != null && other.tracer != null) span.addLink(other.span.getSpanContext());
    }

    public Traced attribute(String name, String value) {
        if (value != null) span.setAttribute(name, value);
        return this;
    }

    public Traced attribute(String name, long value) {
        span.setAttribute(name, value);
        return this;
    }

    /** @param code stable and free of values, such as {@code http-503} or the name of an exception's class; null for no special one */
    public void failed(String code) {
        span.setAttribute("error.type", code == null ? "_OTHER" : code);
        span.setStatus(StatusCode.ERROR);
    }

    public void failed(Throwable failure) {
        if (tracer != null) failed(failure.getClass().getName());
    }

    /** A call over HTTP was answered so. */
    public void answered(int status) {
        if (tracer == null) return;
        span.setAttribute("http.response.status_code", (long) status);
        if (status >= BAD_REQUEST) failed(Integer.toString(status));
    }

    @Override
    public void close() {
        span.end();
    }

    private static Context context(Trace parent) {
        if (parent == null) return Context.root();
        return W3CTraceContextPropagator.getInstance().extract(Context.root(), parent, Getter.ONLY);
    }

    private enum Getter implements TextMapGetter<Trace> {
        ONLY;

        @Override
        public Iterable<String> keys(Trace trace) {
            return List.of(PARENT, STATE);
        }

        @Override
        public String get(Trace trace, String key) {
            return PARENT.equals(key) ? trace.traceparent() : trace.tracestate();
        }
    }
}
