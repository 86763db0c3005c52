package io.serai.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The double of one Magento 2: guards its shop, and tells apart what is asked of it. */
final class Magento implements Vendor {
    private static final int TICK_MS = 20;
    private static final int CHUNK = 250;
    private final Calls calls = new Calls();
    private final List<Load> loads = new ArrayList<>();
    private final String name;
    private final SandboxOptions options;
    private final Vertx vertx;
    private final Clock clock;
    private final Faults faults;
    private final MagentoAuth auth;
    private final Webhooks webhooks;
    private final long timer;
    private Shop shop;
    private AdobeEvents adobe;
    private long seeds;

    Magento(String name, SandboxOptions options, Vertx vertx, Clock clock) {
        this.name = name;
        this.options = options;
        this.vertx = vertx;
        this.clock = clock;
        faults = new Faults(clock);
        auth = new MagentoAuth(options.magentoAccess(), clock);
        webhooks = new Webhooks(name, options.webhooks(), vertx, clock);
        reset(false);
        timer = vertx.setPeriodic(TICK_MS, tick -> tick());
    }

    @Override
    public boolean owns(Call call) {
        return call.segment(0).equals("rest");
    }

    @Override
    public synchronized Reply answer(Call call) {
        return new MagentoApi(shop, auth).answer(call);
    }

    @Override
    public Reply control(Call call) {
        String what = call.segment(0);
        return switch (what) {
            case "stats" -> stats();
            case "load" -> load(call);
            case "options" -> change(Controls.body(call));
            case "prod" -> key("/" + call.tail());
            case "customers", "orders", "products", "companies", "carts", "returns" -> list(what, call);
            default ->
                Reply.refused(
                        404,
                        "expected rest, stats, load, options, fail, customers, orders, products, companies, carts or"
                                + " returns");
        };
    }

    /** Has customers and orders come in by themselves. */
    synchronized void trickle(double perSecond, int limit) {
        loads.add(new Load(LoadPlan.trickle(perSecond, seeds++, limit), shop, clock.millis()));
    }

    @Override
    public Reply error(int status) {
        return switch (status) {
            case 401 -> MagentoErrors.unauthorized();
            case 429 -> MagentoErrors.error(429, "Too Many Requests").with("Retry-After", "1");
            case 500 -> MagentoErrors.internal();
            case 502, 503, 504 -> Pages.unavailable(status);
            default -> MagentoErrors.error(status, "The request can't be processed.");
        };
    }

    @Override
    public synchronized void expireSessions() {
        auth.expire();
    }

    @Override
    public Faults faults() {
        return faults;
    }

    @Override
    public Calls calls() {
        return calls;
    }

    @Override
    public synchronized void reset(boolean empty) {
        loads.clear();
        faults.clear();
        calls.clear();
        webhooks.clear();
        seeds = 1000;
        shop = new Shop(name, clock, this::changed);
        shop.seed(empty ? SandboxOptions.Seed.NOTHING : options.seed());
    }

    @Override
    public void close() {
        vertx.cancelTimer(timer);
        webhooks.close();
    }

    /** A return is told only as an event of Adobe I/O. */
    private void changed(String type, byte[] entity) {
        if (adobe != null) {
            adobe.body(type, entity).ifPresent(body -> webhooks.offer(body, adobe, AdobeEvents.ATTEMPTS));
        } else if (!type.startsWith("return.")) {
            webhooks.offer(type, entity);
        }
    }

    private synchronized void tick() {
        loads.removeIf(Load::finished);
        loads.forEach(load -> load.catchUp(clock.millis(), CHUNK));
    }

    private Reply load(Call call) {
        switch (call.method()) {
            case "POST" -> {
                return start(LoadPlan.parse(Controls.body(call), clock.millis()));
            }
            case "DELETE" -> stopLoads();
            case "GET" -> {}
            default -> throw new Refusal(Reply.refused(405, "expected GET, POST or DELETE"));
        }
        return Reply.json(200, running());
    }

    /** Runs a plan without a rate to its end, in pieces between which the API answers; starts any other. */
    private Reply start(LoadPlan plan) {
        Load load;
        synchronized (this) {
            load = new Load(plan, shop, clock.millis());
            if (plan.perSecond() > 0) {
                loads.add(load);
                return Reply.json(202, load.toJson());
            }
        }
        while (true) {
            synchronized (this) {
                load.catchUp(clock.millis(), CHUNK);
                if (load.finished()) {
                    return Reply.json(200, load.toJson());
                }
            }
        }
    }

    private synchronized void stopLoads() {
        loads.forEach(Load::stop);
    }

    private synchronized ArrayNode running() {
        ArrayNode json = Json.array();
        loads.forEach(load -> json.add(load.toJson()));
        return json;
    }

    private synchronized Reply key(String path) {
        Optional<Reply> key = adobe == null ? Optional.empty() : adobe.key(path);
        return key.orElseGet(() -> Reply.refused(404, "there is no such key"));
    }

    private synchronized Reply stats() {
        ObjectNode json = Json.object().put("system", name).put("callsTotal", calls.total());
        json.set("calls", calls.toJson());
        json.putObject("holds")
                .put("customers", shop.customers.shelf.size())
                .put("orders", shop.orders.shelf.size())
                .put("companies", shop.companies.size())
                .put("products", shop.products.size())
                .put("carts", shop.carts.shelf.size())
                .put("returns", shop.returns.shelf.size());
        json.set("webhooks", webhooks.toJson());
        json.set("loads", running());
        return Reply.json(200, json);
    }

    private synchronized Reply change(ObjectNode json) {
        SandboxOptions.MagentoAccess access = auth.access();
        auth.change(access.withBearer(json.path("bearer").asBoolean(access.bearer()))
                .withMaxPageSize(json.path("maxPageSize").asInt(access.maxPageSize()))
                .withAdminTokenSeconds(json.path("adminTokenSeconds").asLong(access.adminTokenSeconds())));
        if (json.has("silenceUnsubscribes")) {
            shop.customers.silenceUnsubscribes(json.path("silenceUnsubscribes").asBoolean());
        }
        if (json.has("addressRules")) {
            shop.customers.addressRules(json.path("addressRules").asBoolean());
        }
        if (json.has("adobeClientId")) {
            String client = json.path("adobeClientId").asText();
            adobe = client.isEmpty() ? null : new AdobeEvents(client, name, clock);
        }
        SandboxOptions.Webhooks hooks = webhooks.options();
        webhooks.change(hooks.to(json.path("webhookUrl").asText(hooks.url()))
                .disturbed(
                        json.path("webhookDuplicate").asDouble(hooks.duplicate()),
                        json.path("webhookReorder").asDouble(hooks.reorder())));
        return Reply.json(200, json);
    }

    /** What the shop holds, for inspection: {@code ?limit=100&offset=0}. */
    private synchronized Reply list(String what, Call call) {
        List<Entity> all = switch (what) {
            case "customers" -> shop.customers.shelf.all();
            case "orders" -> shop.orders.shelf.all();
            case "products" -> shop.products.all();
            case "carts" -> shop.carts.shelf.all();
            case "returns" -> shop.returns.shelf.all();
            default -> shop.companies.all();
        };
        Window window = Window.of(call);
        ObjectNode json = Json.object().put("total", all.size());
        ArrayNode items = json.putArray("items");
        all.stream().skip(window.offset()).limit(window.limit()).forEach(entity -> items.add((JsonNode) entity.read()));
        return Reply.json(200, json).with("X-Total-Count", Integer.toString(all.size()));
    }
}
