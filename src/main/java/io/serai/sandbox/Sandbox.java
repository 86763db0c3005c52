package io.serai.sandbox;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

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
        if (!options.broker().isEmpty() && options.tricklePerSecond() > 0) {
            long pause = Math.max(1, Math.round(1000 / options.tricklePerSecond()));
            vertx.setPeriodic(
                    pause, timer -> vendor("custom-shop").ifPresent(shop -> ((CustomShop) shop).trickle(options)));
        }
    }

    Optional<Vendor> vendor(String name) {
        Vendor known = vendors.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        if (maker(name).isEmpty() || vendors.size() >= MOST_SYSTEMS) {
            return Optional.empty();
        }
        return Optional.of(
                vendors.computeIfAbsent(name, key -> maker(key).orElseThrow().get()));
    }

    /** Makes the double of a system of this name. */
    private Optional<Supplier<Vendor>> maker(String name) {
        if (name.startsWith("magento")) {
            return Optional.of(() -> new Magento(name, options, vertx, Clock.systemUTC()));
        }
        if (name.startsWith("salesforce")) {
            return Optional.of(() -> new Salesforce(options, Clock.systemUTC()));
        }
        if (name.startsWith("custom-shop")) {
            return Optional.of(() -> new CustomShop(options, Clock.systemUTC()));
        }
        if (name.startsWith("omnisend")) {
            return Optional.of(() -> new Omnisend(name, options, vertx, Clock.systemUTC()));
        }
        if (name.startsWith("smartico")) {
            return Optional.of(() -> new Smartico(name, options, vertx, Clock.systemUTC()));
        }
        if (name.startsWith("hubspot")) {
            return Optional.of(() -> new HubSpot(name, options, vertx, Clock.systemUTC()));
        }
        if (name.startsWith("dynamics")) {
            return Optional.of(() -> new Dynamics(name, options, vertx, Clock.systemUTC()));
        }
        if (name.startsWith("shopify")) {
            return Optional.of(() -> new Shopify(name, options, vertx, Clock.systemUTC()));
        }
        if (name.startsWith("woocommerce")) {
            return Optional.of(() -> new WooCommerce(name, options, vertx, Clock.systemUTC()));
        }
        if (name.startsWith("bigcommerce")) {
            return Optional.of(() -> new BigCommerce(name, options, vertx, Clock.systemUTC()));
        }
        return Optional.empty();
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
