package io.serai.connect.http;

import io.opentelemetry.api.trace.SpanKind;
import io.serai.connect.CallMeter;
import io.serai.connect.quota.Answer;
import io.serai.connect.quota.Limiter;
import io.serai.message.Priority;
import io.serai.message.Traced;
import java.io.IOException;
import org.apache.camel.Exchange;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;

/** One attempt after the other, logins too: waits for its turn within the system's quota, counts it, and learns from the answer. */
final class Attempt {
    private final String system;
    private final CallMeter meter;
    private final Limiter limiter;

    Attempt(String system, CallMeter meter, Limiter limiter) {
        this.system = system;
        this.meter = meter;
        this.limiter = limiter;
    }

    /** A connection is taken only after the turn has come. */
    ClassicHttpResponse send(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        Exchange exchange = exchange(scope);
        try (Limiter.Call call = limiter.enter(exchange == null ? Priority.LIVE : Priority.of(exchange));
                Traced traced = Traced.of(exchange).child(SpanKind.CLIENT, request.getMethod())) {
            describe(traced, request, scope);
            ClassicHttpResponse response = measured(request, scope, chain, traced);
            limiter.answered(answer(response));
            return response;
        }
    }

    /** camel-http puts the exchange there for an {@link ExchangeInReach}; without one, a call is live. */
    private static Exchange exchange(ExecChain.Scope scope) {
        return scope.clientContext.getAttribute(Exchange.class.getName()) instanceof Exchange known ? known : null;
    }

    /** Without the URL: its path and query may name a person (Invariant 7). */
    private void describe(Traced traced, ClassicHttpRequest request, ExecChain.Scope scope) {
        traced.attribute("http.request.method", request.getMethod())
                .attribute("server.address", scope.route.getTargetHost().getHostName())
                .attribute("serai.system", system);
    }

    private Answer answer(ClassicHttpResponse response) throws IOException {
        int status = response.getCode();
        String body = limiter.readsBody(status) ? Bodies.keep(response) : null;
        return new Answer(status, name -> value(response, name), body);
    }

    private static String value(ClassicHttpResponse response, String name) {
        Header header = response.getFirstHeader(name);
        return header == null ? null : header.getValue();
    }

    private ClassicHttpResponse measured(
            ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain, Traced traced)
            throws IOException, HttpException {
        long start = System.nanoTime();
        try {
            ClassicHttpResponse response = chain.proceed(request, scope);
            meter.answered(system, response.getCode());
            traced.answered(response.getCode());
            return response;
        } catch (IOException e) {
            meter.unanswered(system, e);
            traced.failed(e);
            throw e;
        } finally {
            meter.took(system, System.nanoTime() - start);
        }
    }
}
