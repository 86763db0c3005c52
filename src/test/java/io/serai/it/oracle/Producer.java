package io.serai.it.oracle;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.it.Shop;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Makes numbered changes in a shop, steadily: customers get a new name, and order. Each change is handed to the runtime by one of a few
 * threads, so that later ones of a record may overtake earlier ones.
 */
final class Producer implements AutoCloseable {
    private static final int CUSTOMERS = 12;
    private static final int SENDERS = 6;

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final List<JsonNode> customers = new ArrayList<>();
    private final Issued issued;
    private final Shop shop;
    private final Gate gate;
    private final Random random;
    private int number;
    private Instant last = Instant.EPOCH;

    Producer(Issued issued, Shop shop, Gate gate, Random random) {
        this.issued = issued;
        this.shop = shop;
        this.gate = gate;
        this.random = random;
    }

    void start(int perSecond) {
        clock.scheduleAtFixedRate(this::safely, 0, 1_000 / perSecond, TimeUnit.MILLISECONDS);
    }

    /** No new changes; returns when all that were made have been accepted. */
    void finish() throws InterruptedException {
        clock.shutdown();
        clock.awaitTermination(1, TimeUnit.MINUTES);
        await("all changes to be accepted").atMost(Duration.ofMinutes(5)).until(() -> underWay.get() == 0);
        rethrow();
    }

    /** A new customer with an order, accepted when this returns. */
    Change freshOrder() {
        gate.hand(register());
        Change order = order(customers.get(customers.size() - 1));
        gate.hand(order);
        return order;
    }

    /** Fails the test if a change was refused. */
    void rethrow() {
        if (failure.get() != null) throw new IllegalStateException("the producer failed", failure.get());
    }

    private void safely() {
        try {
            Change change = next();
            underWay.incrementAndGet();
            senders.execute(() -> hand(change));
        } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, e);
        }
    }

    private void hand(Change change) {
        try {
            gate.hand(change);
        } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, e);
        } finally {
            underWay.decrementAndGet();
        }
    }

    private Change next() {
        if (customers.size() < CUSTOMERS) return register();
        int which = random.nextInt(CUSTOMERS);
        return random.nextInt(3) == 0 ? order(customers.get(which)) : rename(which);
    }

    private Change register() {
        String name = "N" + ++number;
        JsonNode customer = shop.register("c" + number + "@example.com", "Anna", name);
        customers.add(customer);
        return kept(email(customer), name, "customer.created", customer);
    }

    private Change rename(int which) {
        String name = "N" + ++number;
        JsonNode customer = shop.change(customers.get(which), "lastname", name);
        customers.set(which, customer);
        return kept(email(customer), name, "customer.updated", customer);
    }

    /** Every fifth one is large. */
    private Change order(JsonNode customer) {
        String total = String.valueOf(++number % 5 == 0 ? Change.LARGE + number : number);
        JsonNode order = shop.order(customer, total);
        return kept(order.get("increment_id").asText(), total, "order.created", order);
    }

    private Change kept(String record, String value, String type, JsonNode entity) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        last = now.isAfter(last) ? now : last.plusMillis(1); // no two changes at one time
        Change change = Change.of(number, record, value, type, last, entity);
        issued.add(change);
        return change;
    }

    private static String email(JsonNode customer) {
        return customer.get("email").asText();
    }

    @Override
    public void close() {
        clock.shutdownNow();
        senders.shutdownNow();
    }
}
