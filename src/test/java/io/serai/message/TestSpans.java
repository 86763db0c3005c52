package io.serai.message;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.List;

/** Tracing that keeps its spans, for tests. */
public final class TestSpans {
    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private final Tracing tracing = new Tracing(SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(exporter))
            .build()
            .get("test"));

    public Tracing tracing() {
        return tracing;
    }

    /** Where something from outside stands that nobody told us of. */
    public Trace elsewhere() {
        try (Traced somebody = tracing.begin(SpanKind.CLIENT, "elsewhere", null)) {
            return somebody.trace();
        }
    }

    /** Those that have ended, in that order. */
    public List<SpanData> all() {
        return List.copyOf(exporter.getFinishedSpanItems());
    }

    public List<SpanData> named(String name) {
        return all().stream().filter(span -> span.getName().equals(name)).toList();
    }

    public SpanData only(String name) {
        List<SpanData> found = named(name);
        if (found.size() != 1) throw new AssertionError(found.size() + " spans " + name + " in " + all());
        return found.get(0);
    }
}
