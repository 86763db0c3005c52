package io.serai.sandbox;

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
    private final OrderMaker carts;
    private final Clock clock;
    private final Listener listener;

    Shop(String name, Clock clock, Listener listener) {
        this.clock = clock;
        this.listener = listener;
        people = new CustomerMaker(name);
        carts = new OrderMaker(name, people, orders::nextItemId);
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

    Entity makeCustomer(SplittableRandom random, double b2b, double shared) {
        int id = customers.shelf.nextId();
        ObjectNode person = people.person(random, id, random.nextDouble() < shared);
        if (random.nextDouble() < b2b) {
            Entity company = companies.size() == 0 || random.nextInt(4) == 0
                    ? makeCompany(random)
                    : companies.get(1 + random.nextInt(companies.size()));
            people.employ(random, person, id, company.read());
        }
        return create(person);
    }

    void makeOrder(SplittableRandom random, double guests, double b2b) {
        boolean guest = buyers.isEmpty() || random.nextDouble() < guests;
        List<Integer> from = !business.isEmpty() && random.nextDouble() < b2b ? business : buyers;
        place(
                guest
                        ? carts.ofGuest(random, orders.shelf.nextId())
                        : carts.ofCustomer(
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
            Entity entity = orders.shelf.get(1 + random.nextInt(orders.shelf.size()));
            ObjectNode change = Changes.next(entity.read());
            if (!change.isEmpty()) {
                updateOrder(entity, change);
                return true;
            }
        }
        if (customers.shelf.size() == 0) {
            return false;
        }
        Entity entity = customers.shelf.get(1 + random.nextInt(customers.shelf.size()));
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
