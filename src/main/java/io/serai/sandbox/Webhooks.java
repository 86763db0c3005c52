package io.serai.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

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
    private final String system;
    private final Clock clock;
    private final Courier courier;
    private volatile SandboxOptions.Webhooks options;
    private int inFlight;
    private volatile int epoch;
    private volatile int waiting;
    private volatile boolean closed;

    Webhooks(String system, SandboxOptions.Webhooks options, Vertx vertx, Clock clock) {
        this.system = system;
        this.options = options;
        this.clock = clock;
        courier = new Courier(vertx, CONNECTIONS, TIMEOUT_MS);
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
        courier.offered.increment();
        Delivery delivery = new Delivery(body, seal, attempts, 1, epoch);
        courier.run(() -> enqueue(delivery));
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
        return courier.toJson().put("waiting", waiting);
    }

    /** Forgets what has not been delivered; what is on its way does not come again. */
    synchronized void clear() {
        epoch++;
        courier.run(() -> queue.clear());
    }

    @Override
    public void close() {
        closed = true;
        courier.close();
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
            courier.givenUp.increment();
            return;
        }
        if (random.nextDouble() < options.duplicate()) {
            queue.add(delivery);
        }
        if (random.nextDouble() < options.reorder()) {
            courier.later(random.nextInt(20, 500), () -> add(delivery));
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
        courier.post(
                target.url().replace("{system}", system),
                delivery.seal().headers(delivery.body(), now),
                delivery.body(),
                ok -> settle(delivery, ok));
    }

    private void settle(Delivery delivery, boolean ok) {
        inFlight--;
        if (ok) {
            courier.accepted.increment();
        } else if (delivery.attempt() >= delivery.attempts()) {
            courier.givenUp.increment();
        } else {
            courier.failed.increment();
            long wait = options.firstBackOffMs() << delivery.attempt() - 1;
            courier.later(Math.max(1, wait), () -> add(delivery.again()));
        }
        pump();
    }
}
