package io.serai.connect.hook;

import io.opentelemetry.api.trace.SpanKind;
import io.serai.message.Trace;
import io.serai.message.Traced;
import io.serai.message.Tracing;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.SynchronizationAdapter;

/** The span of one request to {@code /hooks}: from its arrival until it is answered, in the trace that a proxy before it began. */
final class RequestSpan extends SynchronizationAdapter {
    private final Traced traced;

    private RequestSpan(Traced traced) {
        this.traced = traced;
    }

    static void begin(Tracing tracing, Exchange exchange) {
        Message request = exchange.getMessage();
        Trace parent =
                Trace.of(request.getHeader("traceparent", String.class), request.getHeader("tracestate", String.class));
        // Not the path: anybody may write anything there.
        Traced traced = tracing.begin(SpanKind.SERVER, "POST /hooks/{system}", parent)
                .attribute("http.request.method", "POST")
                .attribute("http.route", "/hooks/{system}");
        traced.carriedBy(exchange);
        exchange.getExchangeExtension().addOnCompletion(new RequestSpan(traced));
    }

    @Override
    public void onDone(Exchange exchange) {
        Integer status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
        if (status != null) traced.attribute("http.response.status_code", status);
        if (exchange.getException() != null) traced.failed(exchange.getException());
        traced.close();
    }
}
