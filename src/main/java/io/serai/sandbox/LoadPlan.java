package io.serai.sandbox;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a load makes.
 *
 * @param perSecond 0 for all at once
 * @param guests share of the orders placed without an account
 * @param b2b share of the customers, and of the orders, that belong to companies
 * @param quiet share of the customer changes that do not touch {@code updated_at}
 * @param shared share of the customers that other shops make as well
 * @param seed the same number makes the same content
 * @param limit customers, and orders, after which only changes are made
 */
record LoadPlan(
        int customers,
        int orders,
        int changes,
        double perSecond,
        double guests,
        double b2b,
        double quiet,
        double shared,
        long seed,
        int limit) {
    private static final int MOST = 5_000_000;

    /** Reads the body of {@code POST load}. With a rate and a time but no counts: 20 % customers, 50 % orders, 30 % changes. */
    static LoadPlan parse(JsonNode json, long freshSeed) {
        int customers = json.path("customers").asInt(0);
        int orders = json.path("orders").asInt(0);
        int changes = json.path("changes").asInt(0);
        double perSecond = json.path("perSecond").asDouble(0);
        double seconds = json.path("seconds").asDouble(0);
        if (perSecond < 0 || seconds < 0 || customers < 0 || orders < 0 || changes < 0) {
            throw new Refusal(Reply.refused(400, "expected counts of 0 or more"));
        }
        long counted = (long) customers + orders + changes;
        if (counted == 0 && perSecond > 0) {
            long total = seconds > 0 ? (long) (perSecond * seconds) : MOST;
            customers = (int) Math.min(MOST, total / 5);
            changes = (int) Math.min(MOST, total * 3 / 10);
            orders = (int) Math.min(MOST, total - customers - changes);
        } else if (counted == 0 || counted > MOST) {
            throw new Refusal(Reply.refused(
                    400, "expected customers, orders or changes (at most " + MOST + "), or perSecond and seconds"));
        } else if (perSecond == 0 && seconds > 0) {
            perSecond = counted / seconds;
        }
        return new LoadPlan(
                customers,
                orders,
                changes,
                perSecond,
                json.path("guests").asDouble(0.3),
                json.path("b2b").asDouble(0.1),
                json.path("quiet").asDouble(0),
                json.path("shared").asDouble(0),
                json.path("seed").asLong(freshSeed),
                Integer.MAX_VALUE);
    }

    /** Goes on for ever. */
    static LoadPlan trickle(double perSecond, long seed, int limit) {
        return new LoadPlan(MOST / 5, MOST / 2, MOST * 3 / 10, perSecond, 0.3, 0.2, 0.1, 0.1, seed, limit);
    }

    int total() {
        return customers + orders + changes;
    }
}
