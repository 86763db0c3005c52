package io.serai.connect.http;

import io.serai.connect.CallMeter;
import io.serai.connect.quota.Answer;
import io.serai.connect.quota.Limiter;
import io.serai.message.Priority;
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
        try (Limiter.Call call = limiter.enter(priority(scope))) {
            ClassicHttpResponse response = measured(request, scope, chain);
            limiter.answered(answer(response));
            return response;
        }
    }

    /** camel-http puts the exchange there for an {@link ExchangeInReach}; without one, a call is live. */
    private static Priority priority(ExecChain.Scope scope) {
        Object exchange = scope.clientContext.getAttribute(Exchange.class.getName());
        return exchange instanceof Exchange known ? Priority.of(known) : Priority.LIVE;
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

    private ClassicHttpResponse measured(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        long start = System.nanoTime();
        try {
            ClassicHttpResponse response = chain.proceed(request, scope);
            meter.answered(system, response.getCode());
            return response;
        } catch (IOException e) {
            meter.unanswered(system, e);
            throw e;
        } finally {
            meter.took(system, System.nanoTime() - start);
        }
    }
}
