package io.serai.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.util.concurrent.atomic.LongAdder;

/**
 * The HTTP call that a merchant sets up in a vendor's automations: JSON to one address, once, unsigned, with a header of the merchant's
 * choice. Thread-safe.
 */
final class OutCall implements AutoCloseable {
    private static final int TIMEOUT_MS = 10_000;

    /** @param url empty for nowhere */
    record Target(String url, String header, String token) {
        static Target parse(ObjectNode json, Target before) {
            return new Target(
                    json.path("url").asText(before.url()),
                    json.path("header").asText(before.header()),
                    json.path("token").asText(before.token()));
        }
    }

    private final LongAdder accepted = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final HttpClient client;
    private volatile Target target;

    OutCall(Vertx vertx, Target target) {
        this.target = target;
        client = vertx.createHttpClient(new HttpClientOptions().setConnectTimeout(2000));
    }

    /** As the sandbox's webhooks go: to the same address, with their secret as the token. */
    static OutCall of(Vertx vertx, String system, String header, SandboxOptions.Webhooks hooks) {
        return new OutCall(vertx, new Target(hooks.url().replace("{system}", system), header, hooks.secret()));
    }

    Target target() {
        return target;
    }

    void change(Target other) {
        target = other;
    }

    /** Returns at once. */
    void send(ObjectNode body) {
        Target to = target;
        if (to.url().isEmpty()) {
            return;
        }
        RequestOptions request = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(to.url())
                .setTimeout(TIMEOUT_MS)
                .putHeader("Content-Type", "application/json")
                .putHeader(to.header(), to.token());
        client.request(request)
                .compose(open -> open.send(Buffer.buffer(Json.write(body))))
                .map(response -> response.statusCode())
                .onComplete(done -> (done.succeeded() && done.result() / 100 == 2 ? accepted : failed).increment());
    }

    ObjectNode toJson() {
        return Json.object().put("accepted", accepted.sum()).put("failed", failed.sum());
    }

    @Override
    public void close() {
        client.close();
    }
}
