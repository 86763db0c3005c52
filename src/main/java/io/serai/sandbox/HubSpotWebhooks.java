package io.serai.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Pushes events to a URL in arrays of at most 100, a moment after they happened, with signature v3. What is not answered 2xx in time
 * comes again as a whole, signed anew, up to ten times. Order is not kept and events may come twice, as the options say. All work is on
 * one event loop.
 */
final class HubSpotWebhooks implements AutoCloseable {
    private static final int MOST_EVENTS = 100;
    private static final int LONGEST_QUEUE = 100_000;
    private static final int ATTEMPTS = 10;
    private static final int TIMEOUT_MS = 5_000;
    private static final int CONNECTIONS = 10;
    private static final int GATHER_MS = 400;

    private final Deque<ObjectNode> queue = new ArrayDeque<>();
    private final List<Integer> sizes = new CopyOnWriteArrayList<>();
    private final String system;
    private final Clock clock;
    private final Courier courier;
    private volatile SandboxOptions.Webhooks options;
    private volatile int epoch;
    private boolean gathering;

    HubSpotWebhooks(String system, SandboxOptions.Webhooks options, Vertx vertx, Clock clock) {
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

    /** Takes an event to be pushed; returns at once. */
    void offer(ObjectNode event) {
        if (options.url().isEmpty()) {
            return;
        }
        courier.offered.increment();
        int since = epoch;
        courier.run(() -> add(event, since));
    }

    ObjectNode toJson() {
        return courier.toJson()
                .put("largest", sizes.stream().mapToInt(size -> size).max().orElse(0));
    }

    /** Forgets what has not been delivered. */
    void clear() {
        epoch++;
        sizes.clear();
        courier.run(() -> queue.clear());
    }

    @Override
    public void close() {
        courier.close();
    }

    private void add(ObjectNode event, int since) {
        if (since != epoch || queue.size() >= LONGEST_QUEUE) {
            courier.givenUp.increment();
            return;
        }
        ThreadLocalRandom random = ThreadLocalRandom.current();
        if (random.nextDouble() < options.duplicate()) {
            queue.addLast(event);
        }
        if (random.nextDouble() < options.reorder()) {
            queue.addFirst(event);
        } else {
            queue.addLast(event);
        }
        if (!gathering) {
            gathering = true;
            courier.later(GATHER_MS, this::flush);
        }
    }

    private void flush() {
        gathering = false;
        while (!queue.isEmpty()) {
            ArrayNode events = Json.array();
            while (!queue.isEmpty() && events.size() < MOST_EVENTS) {
                events.add(queue.poll());
            }
            send(events, 0, epoch);
        }
    }

    private void send(ArrayNode events, int attempt, int since) {
        if (since != epoch) {
            courier.givenUp.add(events.size());
            return;
        }
        ArrayNode tried = Json.array();
        events.forEach(event -> tried.add(((ObjectNode) event).deepCopy().put("attemptNumber", attempt)));
        byte[] body = Json.write(tried);
        SandboxOptions.Webhooks target = options;
        String url = target.url().replace("{system}", system);
        String timestamp = Long.toString(clock.millis());
        courier.post(
                url,
                Map.of(
                        "Content-Type",
                        "application/json",
                        "X-HubSpot-Request-Timestamp",
                        timestamp,
                        "X-HubSpot-Signature-v3",
                        signature(target.secret(), "POST", url, body, timestamp)),
                body,
                ok -> settle(events, attempt, since, ok));
    }

    private void settle(ArrayNode events, int attempt, int since, boolean ok) {
        if (ok) {
            courier.accepted.add(events.size());
            sizes.add(events.size());
        } else if (attempt + 1 >= ATTEMPTS) {
            courier.givenUp.add(events.size());
        } else {
            courier.failed.increment();
            long wait = Math.max(1, options.firstBackOffMs() << attempt);
            courier.later(wait, () -> send(events, attempt + 1, since));
        }
    }

    /** base64(HMAC-SHA256(app secret, method + URI + body + timestamp)). */
    static String signature(String secret, String method, String uri, byte[] body, String timestamp) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((method + uri).getBytes(StandardCharsets.UTF_8));
            mac.update(body);
            mac.update(timestamp.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
