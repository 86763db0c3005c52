package io.serai.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * What the doubles of hosted shops have in common: a few customers, partly the same people as in the Magento doubles, their orders and
 * those of guests, and webhooks. Each subclass writes them in its vendor's JSON.
 */
abstract class Storefront implements Vendor {
    static final String CUSTOMERS = "customers";
    static final String ORDERS = "orders";
    private static final int TRICKLE_PAUSE = 10_000;
    private static final int MOST = 500;

    /** One record, and when it last changed. */
    record Held(long id, ObjectNode json, Instant changed) {}

    final Webhooks webhooks;
    private final Calls calls = new Calls();
    private final TreeMap<Long, Held> customers = new TreeMap<>();
    private final TreeMap<Long, Held> orders = new TreeMap<>();
    private final String name;
    private final SandboxOptions options;
    private final Vertx vertx;
    private final Clock clock;
    private final Faults faults;
    private final long timer;
    private SplittableRandom random = new SplittableRandom(11);
    private boolean quiet;
    private long lastId;

    Storefront(String name, SandboxOptions options, Vertx vertx, Clock clock) {
        this.name = name;
        this.options = options;
        this.vertx = vertx;
        this.clock = clock;
        faults = new Faults(clock);
        webhooks = new Webhooks(name, options.webhooks(), vertx, clock);
        seed(false);
        timer = options.tricklePerSecond() > 0
                ? vertx.setPeriodic(
                        Math.max(1, Math.round(TRICKLE_PAUSE / options.tricklePerSecond())), tick -> trickle())
                : -1;
    }

    /** The vendor's API, for a caller that it knows. */
    abstract Reply api(Call call);

    /** Refused, or empty for a caller that it knows. */
    abstract Optional<Reply> refuse(Call call);

    abstract ObjectNode customer(Shopper shopper);

    /** @param shopper with the id of a customer, or 0 for a guest */
    abstract ObjectNode order(Shopper shopper, Purchase purchase);

    /** Writes when it changed, and when it is new when it was made, into the record. */
    abstract void stamp(ObjectNode json, Instant now, boolean made);

    /** Something that the shop's own staff or a customer may change. */
    abstract ObjectNode edit(String resource, ObjectNode known, SplittableRandom dice);

    /** Tells of a change. */
    abstract void tell(String resource, String verb, Held held);

    @Override
    public synchronized Reply answer(Call call) {
        return refuse(call).orElseGet(() -> api(call));
    }

    @Override
    public Reply control(Call call) {
        return switch (call.segment(0)) {
            case "stats" -> stats();
            case "load" -> load(Controls.body(call));
            case "options" -> change(Controls.body(call));
            case CUSTOMERS, ORDERS -> inspect(call);
            default -> Reply.refused(404, "expected the API, stats, load, options, fail, customers or orders");
        };
    }

    /** Those of a resource that changed at or after a time, by time of change and id. */
    List<Held> changed(String resource, Instant since) {
        return shelf(resource).values().stream()
                .filter(held -> since == null || !held.changed().isBefore(since))
                .sorted(Comparator.comparing(Held::changed).thenComparing(Held::id))
                .toList();
    }

    Optional<Held> find(String resource, String id) {
        return id.matches("\\d{1,18}") ? Optional.ofNullable(shelf(resource).get(Long.valueOf(id))) : Optional.empty();
    }

    Held create(String resource, ObjectNode given) {
        long id = ++lastId;
        return keep(resource, id, Json.object().put("id", id).setAll(given), true);
    }

    /** Takes the members that are given. */
    Held update(String resource, Held known, ObjectNode given) {
        ObjectNode json = known.json().deepCopy().setAll(given);
        return keep(resource, known.id(), json.put("id", known.id()), false);
    }

    void delete(String resource, Held known) {
        shelf(resource).remove(known.id());
        if (!quiet) {
            Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
            tell(resource, "deleted", new Held(known.id(), known.json(), now));
        }
    }

    private Held keep(String resource, long id, ObjectNode json, boolean made) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        stamp(json, now, made);
        Held held = new Held(id, json.put("id", id), now);
        shelf(resource).put(id, held);
        if (!quiet) {
            tell(resource, made ? "created" : "updated", held);
        }
        return held;
    }

    private TreeMap<Long, Held> shelf(String resource) {
        return resource.equals(CUSTOMERS) ? customers : orders;
    }

    private void seed(boolean empty) {
        customers.clear();
        orders.clear();
        lastId = 100;
        random = new SplittableRandom(11);
        if (empty || options.seed().customers() == 0) {
            return;
        }
        quiet = true;
        for (int i = 0; i < 4; i++) {
            makeCustomer(i % 2 == 0);
        }
        for (int i = 0; i < 3; i++) {
            makeOrder(i == 0);
        }
        quiet = false;
    }

    private void makeCustomer(boolean shared) {
        int number = customers.size() + 1;
        create(CUSTOMERS, customer(shared ? Shopper.known(options.seed(), number) : Shopper.of(name, random, number)));
    }

    private void makeOrder(boolean guest) {
        if (guest || customers.isEmpty()) {
            create(ORDERS, order(Shopper.of("guest." + name, random, orders.size() + 1), Purchase.of(random)));
            return;
        }
        Held buyer = pick(customers);
        create(ORDERS, order(Shopper.of(name, random, 1).as(buyer.id(), mail(buyer.json())), Purchase.of(random)));
    }

    private static String mail(ObjectNode customer) {
        return customer.path("email").asText();
    }

    private Held pick(TreeMap<Long, Held> shelf) {
        return List.copyOf(shelf.values()).get(random.nextInt(shelf.size()));
    }

    private synchronized void trickle() {
        int dice = random.nextInt(10);
        if (dice < 2 && customers.size() < MOST) {
            makeCustomer(false);
        } else if (dice < 4 && orders.size() < MOST) {
            makeOrder(dice == 2);
        } else {
            makeChange();
        }
    }

    private void makeChange() {
        String resource = random.nextBoolean() && !orders.isEmpty() ? ORDERS : CUSTOMERS;
        if (!shelf(resource).isEmpty()) {
            Held known = pick(shelf(resource));
            update(resource, known, edit(resource, known.json(), random));
        }
    }

    /** {@code {"customers":5,"orders":20,"changes":10}}, at once. */
    private synchronized Reply load(ObjectNode wanted) {
        for (int i = 0; i < wanted.path(CUSTOMERS).asInt(); i++) {
            makeCustomer(false);
        }
        for (int i = 0; i < wanted.path(ORDERS).asInt(); i++) {
            makeOrder(i % 3 == 0);
        }
        for (int i = 0; i < wanted.path("changes").asInt(); i++) {
            makeChange();
        }
        return stats();
    }

    private Reply change(ObjectNode json) {
        SandboxOptions.Webhooks hooks = webhooks.options();
        webhooks.change(hooks.to(json.path("webhookUrl").asText(hooks.url()))
                .disturbed(
                        json.path("webhookDuplicate").asDouble(hooks.duplicate()),
                        json.path("webhookReorder").asDouble(hooks.reorder())));
        return Reply.json(200, json);
    }

    private synchronized Reply inspect(Call call) {
        List<Held> all = changed(call.segment(0), null);
        Window window = Window.of(call);
        ObjectNode json = Json.object().put("total", all.size());
        ArrayNode items = json.putArray("items");
        all.stream().skip(window.offset()).limit(window.limit()).forEach(held -> items.add(held.json()));
        return Reply.json(200, json);
    }

    private synchronized Reply stats() {
        ObjectNode json = Json.object().put("system", name).put("callsTotal", calls.total());
        json.set("calls", calls.toJson());
        json.putObject("holds").put(CUSTOMERS, customers.size()).put(ORDERS, orders.size());
        json.set("webhooks", webhooks.toJson());
        return Reply.json(200, json);
    }

    @Override
    public void expireSessions() {
        // Their tokens have no end.
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
        webhooks.clear();
        seed(empty);
    }

    @Override
    public void close() {
        if (timer >= 0) {
            vertx.cancelTimer(timer);
        }
        webhooks.close();
    }
}
