package io.serai.sandbox;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All doubles of one process. A system comes to life when it is first called, or at {@link #start()} if the options name it.
 * Thread-safe.
 */
public final class Sandbox implements AutoCloseable {
    private static final int MOST_SYSTEMS = 32;
    private static final long LARGEST_BODY = 64L << 20;
    private final Map<String, Vendor> vendors = new ConcurrentHashMap<>();
    private final Vertx vertx;
    private final SandboxOptions options;

    public Sandbox(Vertx vertx, SandboxOptions options) {
        this.vertx = vertx;
        this.options = options;
    }

    /** Answers under {@code /sandbox} of this router. */
    public void mount(Router router) {
        router.route("/sandbox/*")
                .handler(BodyHandler.create(false).setBodyLimit(LARGEST_BODY))
                .handler(new Front(this));
    }

    /** Opens the named shops, and the trickle of customers and orders if there is one. */
    public void start() {
        for (String name : options.magento()) {
            if (vendor(name).orElse(null) instanceof Magento magento && options.tricklePerSecond() > 0) {
                magento.trickle(options.tricklePerSecond(), options.trickleLimit());
            }
        }
    }

    Optional<Vendor> vendor(String name) {
        Vendor known = vendors.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        boolean magento = name.startsWith("magento");
        if (!magento && !name.startsWith("salesforce") || vendors.size() >= MOST_SYSTEMS) {
            return Optional.empty();
        }
        return Optional.of(vendors.computeIfAbsent(
                name,
                key -> magento
                        ? new Magento(key, options, vertx, Clock.systemUTC())
                        : new Salesforce(options, Clock.systemUTC())));
    }

    Reply reset(Call call) {
        if (!call.method().equals("POST")) {
            return Reply.refused(405, "expected POST");
        }
        boolean empty = call.query("empty").map(text -> !text.equals("false")).orElse(false);
        vendors.values().forEach(vendor -> vendor.reset(empty));
        return Reply.json(200, Json.object().put("reset", vendors.size()));
    }

    @Override
    public void close() {
        vendors.values().forEach(Vendor::close);
    }
}
