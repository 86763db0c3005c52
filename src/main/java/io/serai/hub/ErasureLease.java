package io.serai.hub;

import io.serai.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** One process's hold on an order to erase: what takes long keeps it, and who was killed loses it. */
final class ErasureLease {
    private static final Duration LENGTH = Duration.ofMinutes(10);

    private final Store store;
    private final Clock clock;
    private ErasureTable.Order order;

    ErasureLease(Store store, Clock clock, ErasureTable.Order order) {
        this.store = store;
        this.clock = clock;
        this.order = order;
    }

    /** As it is held now. */
    ErasureTable.Order order() {
        return order;
    }

    /** False when another process has it, or it was placed anew. */
    boolean take() {
        return hold(clock.instant().plus(LENGTH));
    }

    /** Ends the hold: whoever comes first does it, from then on. Nothing when another process has it meanwhile. */
    void giveBack(Instant due) {
        hold(due);
    }

    private boolean hold(Instant until) {
        boolean taken = store.write(tx -> ErasureTable.take(tx, order, until));
        if (taken) order = order.until(until);
        return taken;
    }

    /** Takes it for as long again, once half of the time is over. Whether that succeeds or not, the work may go on: it is done twice then. */
    void renew() {
        Instant half = Instant.ofEpochMilli(order.due()).minus(LENGTH.dividedBy(2));
        if (clock.instant().isAfter(half)) take();
    }
}
