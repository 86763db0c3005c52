package io.serai.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** The double of a shop that somebody built: a REST API, and events on a broker that tell ids only. */
final class CustomShop implements Vendor {
    private static final String TOKEN = "sandbox-shop-token";

    private final Calls calls = new Calls();
    private final SplittableRandom random = new SplittableRandom(7);
    private final SandboxOptions options;
    private final Clock clock;
    private final Faults faults;
    private final ShopEvents events;
    private CustomShopGoods goods;

    CustomShop(SandboxOptions options, Clock clock) {
        this.options = options;
        this.clock = clock;
        faults = new Faults(clock);
        events = new ShopEvents(options.broker());
        reset(false);
    }

    @Override
    public boolean owns(Call call) {
        return call.segment(0).equals("api");
    }

    @Override
    public synchronized Reply answer(Call call) {
        if (!call.header("Authorization").orElse("").equals("Bearer " + TOKEN)) {
            return error(401);
        }
        String resource = call.segment(1);
        if (!CustomShopGoods.RESOURCES.contains(resource) || call.path().size() > 3) {
            return error(404);
        }
        String id = call.segment(2);
        return switch (call.method() + (id.isEmpty() ? "" : " id")) {
            case "GET" -> list(resource, call, false);
            case "POST" -> Reply.json(201, goods.create(resource, body(call)));
            case "GET id" -> reply(goods.read(resource, id));
            case "PUT id" -> reply(goods.update(resource, id, body(call)));
            default -> error(405);
        };
    }

    private Reply reply(Optional<ObjectNode> found) {
        return found.map(entity -> Reply.json(200, entity)).orElseGet(() -> error(404));
    }

    private static ObjectNode body(Call call) {
        return Json.parse(call.body())
                .orElseThrow(() -> new Refusal(Reply.json(400, problem("bad_request", "expected a JSON object"))));
    }

    @Override
    public Reply control(Call call) {
        String what = call.segment(0);
        if (CustomShopGoods.RESOURCES.contains(what)) {
            return list(what, call, true);
        }
        return switch (what) {
            case "stats" -> stats();
            case "load" -> load(Controls.body(call));
            default -> Reply.refused(404, "expected api, stats, load, fail or one of " + CustomShopGoods.RESOURCES);
        };
    }

    /** {@code {"businesses":1,"users":5,"purchases":20,"changes":10}}, at once. */
    private synchronized Reply load(ObjectNode wanted) {
        for (String resource : List.of("businesses", "users", "purchases")) {
            for (int i = 0; i < wanted.path(resource).asInt(); i++) {
                goods.make(resource, random);
            }
        }
        for (int i = 0; i < wanted.path("changes").asInt(); i++) {
            goods.change(random);
        }
        return stats();
    }

    /** Something happens; with so many users and purchases, only changes. */
    synchronized void trickle(SandboxOptions limits) {
        boolean full = goods.size("purchases") >= limits.trickleLimit();
        int dice = random.nextInt(10);
        if (full || dice < 3) {
            goods.change(random);
        } else {
            goods.make(dice < 4 ? "businesses" : dice < 7 ? "users" : "purchases", random);
        }
    }

    /** @param counted with {@code _reads} and {@code _writes}: how often it was read alone and changed by the API */
    private synchronized Reply list(String resource, Call call, boolean counted) {
        Window window = Window.of(call);
        ObjectNode json = Json.object().put("total", goods.size(resource));
        ArrayNode items = json.putArray("items");
        goods.all(resource)
                .skip(window.offset())
                .limit(window.limit())
                .forEach(entity -> items.add(counted ? goods.counted(resource, entity) : entity));
        return Reply.json(200, json);
    }

    private synchronized Reply stats() {
        ObjectNode json = Json.object().put("callsTotal", calls.total());
        json.set("calls", calls.toJson());
        ObjectNode holds = json.putObject("holds");
        CustomShopGoods.RESOURCES.forEach(resource -> holds.put(resource, goods.size(resource)));
        json.set("events", events.toJson());
        return Reply.json(200, json);
    }

    @Override
    public Reply error(int status) {
        return switch (status) {
            case 401 -> Reply.json(401, problem("unauthorized", "the token is not known"));
            case 404 -> Reply.json(404, problem("not_found", "there is nothing here"));
            case 429 -> Reply.json(429, problem("too_many", "slow down")).with("Retry-After", "1");
            default -> Reply.json(status, problem("error", "the request was answered " + status));
        };
    }

    private static ObjectNode problem(String error, String message) {
        return Json.object().put("error", error).put("message", message);
    }

    @Override
    public void expireSessions() {
        // Its token has no end.
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
        faults.clear();
        calls.clear();
        goods = new CustomShopGoods(clock, events::offer);
        if (!empty && options.seed().customers() > 0) {
            goods.seed(random);
        }
    }

    @Override
    public void close() {
        events.close();
    }
}
