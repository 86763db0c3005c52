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
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;

/**
 * Pushes changes to a URL, signed by Standard Webhooks or as another vendor does. At least once: what is not answered 2xx in time comes again with the same id, a
 * few times, later each time; after that, or if too many wait, it is given up. All work is on one event loop.
 */
final class Webhooks implements AutoCloseable {
    private static final int CONNECTIONS = 16;
    private static final int LONGEST_QUEUE = 200_000;
    private static final int TIMEOUT_MS = 10_000;

    /** What a vendor writes into the head of each attempt. */
    interface Seal {
        Map<String, String> headers(byte[] body, long nowSeconds);
    }

    private record Delivery(byte[] body, Seal seal, int attempts, int attempt, int epoch) {
        Delivery again() {
            return new Delivery(body, seal, attempts, attempt + 1, epoch);
        }
    }

    private final Deque<Delivery> queue = new ArrayDeque<>();
    private final LongAdder offered = new LongAdder();
    private final LongAdder accepted = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder givenUp = new LongAdder();
    private final String system;
    private final Vertx vertx;
    private final Context context;
    private final Clock clock;
    private final HttpClient client;
    private volatile SandboxOptions.Webhooks options;
    private int inFlight;
    private volatile int epoch;
    private volatile int waiting;
    private volatile boolean closed;

    Webhooks(String system, SandboxOptions.Webhooks options, Vertx vertx, Clock clock) {
        this.system = system;
        this.options = options;
        this.vertx = vertx;
        this.clock = clock;
        context = vertx.getOrCreateContext();
        client = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout(2000).setKeepAlive(true),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS));
    }

    void change(SandboxOptions.Webhooks changed) {
        options = changed;
    }

    SandboxOptions.Webhooks options() {
        return options;
    }

    /** Takes a change to be pushed; returns at once. */
    void offer(String type, byte[] entity) {
        if (options.url().isEmpty()) {
            return;
        }
        String id = "msg_" + UUID.randomUUID();
        offer(body(type, entity), standard(id), options.attempts());
    }

    /** The same in the form of another vendor. */
    void offer(byte[] body, Seal seal, int attempts) {
        if (options.url().isEmpty()) {
            return;
        }
        offered.increment();
        Delivery delivery = new Delivery(body, seal, attempts, 1, epoch);
        context.runOnContext(nothing -> enqueue(delivery));
    }

    /** Standard Webhooks. */
    Seal standard(String id) {
        return (body, now) -> Map.of(
                "Content-Type",
                "application/json",
                "webhook-id",
                id,
                "webhook-timestamp",
                Long.toString(now),
                "webhook-signature",
                WebhookSignature.of(options.secret(), id, now, body));
    }

    ObjectNode toJson() {
        return Json.object()
                .put("offered", offered.sum())
                .put("accepted", accepted.sum())
                .put("failed", failed.sum())
                .put("givenUp", givenUp.sum())
                .put("waiting", waiting);
    }

    /** Forgets what has not been delivered; what is on its way does not come again. */
    synchronized void clear() {
        epoch++;
        context.runOnContext(nothing -> queue.clear());
    }

    @Override
    public void close() {
        closed = true;
        client.close();
    }

    private byte[] body(String type, byte[] entity) {
        byte[] head = ("{\"type\":\"" + type + "\",\"timestamp\":\"" + Instant.ofEpochMilli(clock.millis())
                        + "\",\"data\":")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] body = new byte[head.length + entity.length + 1];
        System.arraycopy(head, 0, body, 0, head.length);
        System.arraycopy(entity, 0, body, head.length, entity.length);
        body[body.length - 1] = '}';
        return body;
    }

    private void enqueue(Delivery delivery) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        if (queue.size() >= LONGEST_QUEUE) {
            givenUp.increment();
            return;
        }
        if (random.nextDouble() < options.duplicate()) {
            queue.add(delivery);
        }
        if (random.nextDouble() < options.reorder()) {
            vertx.setTimer(random.nextInt(20, 500), timer -> context.runOnContext(nothing -> add(delivery)));
        } else {
            add(delivery);
        }
    }

    private void add(Delivery delivery) {
        if (delivery.epoch() == epoch) {
            queue.add(delivery);
        }
        pump();
    }

    private void pump() {
        while (inFlight < CONNECTIONS && !queue.isEmpty() && !closed) {
            inFlight++;
            send(queue.poll());
        }
        waiting = queue.size() + inFlight;
    }

    private void send(Delivery delivery) {
        long now = clock.instant().getEpochSecond();
        SandboxOptions.Webhooks target = options;
        RequestOptions request = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(target.url().replace("{system}", system))
                .setTimeout(TIMEOUT_MS);
        delivery.seal().headers(delivery.body(), now).forEach(request::putHeader);
        client.request(request)
                .compose(open -> open.send(Buffer.buffer(delivery.body())))
                .compose(response -> response.body().map(ignored -> response.statusCode()))
                .onComplete(result -> context.runOnContext(
                        nothing -> settle(delivery, result.succeeded() && result.result() / 100 == 2)));
    }

    private void settle(Delivery delivery, boolean ok) {
        inFlight--;
        if (ok) {
            accepted.increment();
        } else if (delivery.attempt() >= delivery.attempts()) {
            givenUp.increment();
        } else {
            failed.increment();
            long wait = options.firstBackOffMs() << delivery.attempt() - 1;
            vertx.setTimer(Math.max(1, wait), timer -> context.runOnContext(nothing -> add(delivery.again())));
        }
        pump();
    }
}
