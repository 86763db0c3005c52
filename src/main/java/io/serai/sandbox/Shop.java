package io.serai.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** What a Magento holds, and everything that happens to it. Not thread-safe: {@link Magento} guards it. */
final class Shop {
    /** Hears of every change, with the entity as it is then. */
    interface Listener {
        void changed(String type, byte[] entity);
    }

    private static final long DAY = 86_400;
    final Customers customers = new Customers();
    final Orders orders = new Orders();
    final Returns returns = new Returns();
    final Carts carts;
    final Shelf products = new Shelf(
            "id",
            true,
            Set.of(
                    "entity_id",
                    "sku",
                    "name",
                    "price",
                    "status",
                    "type_id",
                    "visibility",
                    "weight",
                    "created_at",
                    "updated_at",
                    "attribute_set_id",
                    "description"));
    final Shelf companies = new Shelf(
            "id",
            false,
            Set.of(
                    "entity_id",
                    "company_name",
                    "company_email",
                    "legal_name",
                    "vat_tax_id",
                    "status",
                    "city",
                    "country_id",
                    "customer_group_id",
                    "super_user_id",
                    "sales_representative_id"));
    private final List<Integer> buyers = new ArrayList<>();
    private final List<Integer> business = new ArrayList<>();
    private final CustomerMaker people;
    private final OrderMaker purchases;
    private final Clock clock;
    private final Listener listener;

    Shop(String name, Clock clock, Listener listener) {
        this.clock = clock;
        this.listener = listener;
        people = new CustomerMaker(name);
        purchases = new OrderMaker(name, people, orders::nextItemId);
        carts = new Carts(Place.of(name).currency);
    }

    /** Fills an empty shop with a past. */
    void seed(SandboxOptions.Seed seed) {
        long now = clock.instant().getEpochSecond();
        Catalog.all().forEach(product -> addProduct(product, now - 30 * DAY));
        for (int i = 0; i < seed.companies(); i++) {
            makeCompany(random(seed.number(), 1, i));
        }
        for (int i = 0; i < seed.customers(); i++) {
            SplittableRandom random = random(seed.number(), 2, i);
            makeCustomer(random, i < seed.companies() ? 1 : 0, i % 10 == 7 ? 1 : 0);
        }
        for (int i = 0; i < seed.orders(); i++) {
            makeOrder(random(seed.number(), 3, i), 0.3, 0.3);
        }
        for (int i = 1; i <= orders.shelf.size() / 4; i++) {
            makeReturn(orders.shelf.get(4 * i).read());
            if (!buyers.isEmpty()) {
                makeCart(random(seed.number(), 4, i));
            }
        }
    }

    private void makeReturn(ObjectNode order) {
        ObjectNode rma = Json.object();
        rma.putArray("items")
                .addObject()
                .put("order_item_id", order.at("/items/0/item_id").asInt())
                .put("qty_requested", 1)
                .put("reason", "8")
                .put("condition", "5")
                .put("resolution", "4");
        rma.putArray("comments").addObject().put("comment", "It does not look like the picture.");
        requestReturn(rma, order);
    }

    private void makeCart(SplittableRandom random) {
        Entity cart = openCart(customers.shelf.pick(random).read());
        Catalog.Product product = Catalog.any(random);
        carts.put(
                cart,
                Json.object().put("sku", product.sku()).put("qty", 1),
                Json.object().put("name", product.name()).put("price", product.cents() / 100.0),
                now());
    }

    Entity create(ObjectNode customer) {
        Entity entity = customers.create(customer, now());
        remember(
                entity.id,
                customer.at("/extension_attributes/company_attributes/company_id")
                        .isInt());
        listener.changed("customer.created", entity.json);
        return entity;
    }

    void update(Entity customer, ObjectNode changes) {
        customers.update(customer, changes, now());
        listener.changed("customer.updated", customer.json);
    }

    Entity place(ObjectNode order) {
        Entity entity = orders.create(order, now());
        listener.changed("order.created", entity.json);
        return entity;
    }

    void updateOrder(Entity order, ObjectNode changes) {
        orders.update(order, changes, now());
        listener.changed("order.updated", order.json);
    }

    /** Orders of the customer stay, and belong to nobody. */
    void delete(Entity customer) {
        customers.delete(customer);
        Integer id = customer.id;
        buyers.remove(id);
        business.remove(id);
        orders.disown(id);
        listener.changed("customer.deleted", customer.json);
    }

    /** A status that is told with it must be one of the order's state, else it is left out, as in Magento. */
    void comment(Entity order, ObjectNode comment) {
        orders.comment(order, comment, now());
        listener.changed("order.updated", order.json);
    }

    Entity requestReturn(ObjectNode rma, ObjectNode order) {
        Entity entity = returns.request(rma, order, now());
        listener.changed("return.created", entity.json);
        return entity;
    }

    void updateReturn(Entity rma, ObjectNode changes) {
        returns.update(rma, changes, now());
        listener.changed("return.updated", rma.json);
    }

    void commentReturn(Entity rma, ObjectNode comment) {
        returns.comment(rma, comment, now());
        listener.changed("return.updated", rma.json);
    }

    Entity openCart(ObjectNode customer) {
        return carts.open(customer, now());
    }

    ObjectNode putIntoCart(Entity cart, ObjectNode item) {
        ObjectNode product = products.all().stream()
                .map(Entity::read)
                .filter(each ->
                        each.path("sku").asText().equals(item.path("sku").asText()))
                .findFirst()
                .orElseThrow(() -> new Refusal(MagentoErrors.error(
                        404, "The product that was requested doesn't exist. Verify the product and try again.")));
        return carts.put(cart, item, product, now());
    }

    /** Makes an order of what is in the cart. */
    Entity order(Entity cart) {
        ObjectNode content = carts.active(cart);
        ObjectNode order = Json.object();
        JsonNode customer = content.path("customer");
        if (customer.hasNonNull("id")) {
            order.put("customer_id", customer.path("id").asInt());
        }
        order.put("customer_email", content.at("/billing_address/email").asText());
        for (JsonNode item : content.path("items")) {
            order.withArray("/items")
                    .addObject()
                    .put("sku", item.path("sku").asText())
                    .put("name", item.path("name").asText())
                    .put("price", item.path("price").asDouble())
                    .put("qty_ordered", item.path("qty").asInt());
        }
        Entity placed = place(order);
        carts.ordered(cart, placed.read().path("increment_id").asText(), now());
        return placed;
    }

    void addressCart(Entity cart, ObjectNode address) {
        carts.address(cart, address, now());
    }

    Entity makeCustomer(SplittableRandom random, double b2b, double shared) {
        int id = customers.shelf.nextId();
        ObjectNode person = people.person(random, id, random.nextDouble() < shared);
        if (random.nextDouble() < b2b) {
            Entity company =
                    companies.size() == 0 || random.nextInt(4) == 0 ? makeCompany(random) : companies.pick(random);
            people.employ(random, person, id, company.read());
        }
        return create(person);
    }

    void makeOrder(SplittableRandom random, double guests, double b2b) {
        boolean guest = buyers.isEmpty() || random.nextDouble() < guests;
        List<Integer> from = !business.isEmpty() && random.nextDouble() < b2b ? business : buyers;
        place(
                guest
                        ? purchases.ofGuest(random, orders.shelf.nextId())
                        : purchases.ofCustomer(
                                random,
                                customers
                                        .shelf
                                        .get(from.get(random.nextInt(from.size())))
                                        .read()));
    }

    /** Changes some customer or order; says whether there was anything to change. */
    boolean makeChange(SplittableRandom random, double quiet) {
        boolean order = customers.shelf.size() == 0 || orders.shelf.size() > 0 && random.nextInt(10) < 4;
        if (order && orders.shelf.size() > 0) {
            Entity entity = orders.shelf.pick(random);
            ObjectNode change = Changes.next(entity.read());
            if (!change.isEmpty()) {
                updateOrder(entity, change);
                return true;
            }
        }
        if (customers.shelf.size() == 0) {
            return false;
        }
        Entity entity = customers.shelf.pick(random);
        update(entity, Changes.of(entity.read(), random, random.nextDouble() < quiet));
        return true;
    }

    static SplittableRandom random(long seed, int kind, long index) {
        return new SplittableRandom(seed * 1_000_003 + kind * 7_919_000_003L + index);
    }

    private Entity makeCompany(SplittableRandom random) {
        int id = companies.nextId();
        ObjectNode company = Json.object().put("id", id).setAll(people.company(random, id));
        return companies.add(company, now(), now());
    }

    private void addProduct(ObjectNode product, long time) {
        ObjectNode json = Json.object().put("id", products.nextId()).setAll(product);
        products.add(json.put("created_at", Times.text(time)).put("updated_at", Times.text(time)), time, time);
    }

    private void remember(int customer, boolean forCompany) {
        buyers.add(customer);
        if (forCompany) {
            business.add(customer);
        }
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }
}
