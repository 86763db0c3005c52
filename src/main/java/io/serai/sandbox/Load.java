package io.serai.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.SplittableRandom;

/**
 * Works off a plan, step by step; what step n does depends only on the plan and on what the shop holds. With a rate the kinds are mixed
 * evenly, else customers come first, then orders, then changes. Not thread-safe: {@link Magento} guards it.
 */
final class Load {
    private final LoadPlan plan;
    private final Shop shop;
    private final long start;
    private int customers;
    private int orders;
    private int changes;
    private boolean stopped;

    Load(LoadPlan plan, Shop shop, long startMillis) {
        this.plan = plan;
        this.shop = shop;
        this.start = startMillis;
    }

    boolean finished() {
        return stopped || done() >= plan.total();
    }

    void stop() {
        stopped = true;
    }

    /** Does what is due at this time, at most {@code most} steps. */
    void catchUp(long nowMillis, int most) {
        long due = plan.perSecond() == 0 ? Long.MAX_VALUE : (long) ((nowMillis - start) * plan.perSecond() / 1000);
        for (int i = 0; i < most && done() < due && !finished(); i++) {
            step();
        }
    }

    ObjectNode toJson() {
        return Json.object()
                .put("running", !finished())
                .put("planned", plan.total())
                .put("customers", customers)
                .put("orders", orders)
                .put("changes", changes);
    }

    private int done() {
        return customers + orders + changes;
    }

    private void step() {
        SplittableRandom random = Shop.random(plan.seed(), 9, done());
        int kind = kind(random);
        if (kind == 0) {
            customers++;
            if (shop.customers.shelf.size() < plan.limit()) {
                shop.makeCustomer(random, plan.b2b(), plan.shared());
                return;
            }
        } else if (kind == 1) {
            orders++;
            if (shop.orders.shelf.size() < plan.limit()) {
                shop.makeOrder(random, plan.guests(), plan.b2b());
                return;
            }
        } else {
            changes++;
        }
        if (!shop.makeChange(random, plan.quiet())) {
            shop.makeCustomer(random, plan.b2b(), plan.shared());
        }
    }

    private int kind(SplittableRandom random) {
        int customersLeft = plan.customers() - customers;
        int ordersLeft = plan.orders() - orders;
        int changesLeft = plan.changes() - changes;
        if (plan.perSecond() == 0) {
            return customersLeft > 0 ? 0 : ordersLeft > 0 ? 1 : 2;
        }
        int pick = random.nextInt(customersLeft + ordersLeft + changesLeft);
        return pick < customersLeft ? 0 : pick < customersLeft + ordersLeft ? 1 : 2;
    }
}
