package io.serai.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** Carries webhooks to a URL, all on one event loop, and counts what became of them. */
final class Courier implements AutoCloseable {
    final LongAdder offered = new LongAdder();
    final LongAdder accepted = new LongAdder();
    final LongAdder failed = new LongAdder();
    final LongAdder givenUp = new LongAdder();
    private final Vertx vertx;
    private final Context context;
    private final HttpClient client;
    private final int timeoutMs;

    Courier(Vertx vertx, int connections, int timeoutMs) {
        this.vertx = vertx;
        this.timeoutMs = timeoutMs;
        context = vertx.getOrCreateContext();
        client = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout(2000).setKeepAlive(true),
                new PoolOptions().setHttp1MaxSize(connections));
    }

    /** Does it on the event loop. */
    void run(Runnable work) {
        context.runOnContext(nothing -> work.run());
    }

    /** Does it there after a while. */
    void later(long ms, Runnable work) {
        vertx.setTimer(ms, timer -> run(work));
    }

    /** @param then told, on the event loop, whether it was answered 2xx in time */
    void post(String url, Map<String, String> headers, byte[] body, Consumer<Boolean> then) {
        RequestOptions request = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(url)
                .setTimeout(timeoutMs);
        headers.forEach(request::putHeader);
        client.request(request)
                .compose(open -> open.send(Buffer.buffer(body)))
                .compose(response -> response.body().map(ignored -> response.statusCode()))
                .onComplete(result -> run(() -> then.accept(result.succeeded() && result.result() / 100 == 2)));
    }

    ObjectNode toJson() {
        return Json.object()
                .put("offered", offered.sum())
                .put("accepted", accepted.sum())
                .put("failed", failed.sum())
                .put("givenUp", givenUp.sum());
    }

    @Override
    public void close() {
        client.close();
    }
}
