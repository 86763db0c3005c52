package io.serai.bus;

import io.serai.message.Handled;
import io.serai.message.Item;
import io.serai.message.Outcome;
import io.serai.message.OutcomeLog;
import io.serai.message.Revisions;
import io.serai.store.Store;
import io.serai.store.Tx;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Keeps what became of a worker's deliveries: acknowledged, parked or dead, and in the journal, all in one transaction. */
@Singleton
class Settlement {
    /** One delivery and the item that its route made of it. */
    record Settled(Delivery delivery, Item item, Duration duration) {}

    private final Store store;
    private final Transport transport;
    private final Parking parking;
    private final DeadLetters dead;
    private final RetryPolicy policy;
    private final OutcomeLog log;
    private final Revisions revisions;
    private final BusMetrics metrics;
    private final Clock clock;

    Settlement(
            Store store,
            Transport transport,
            Parking parking,
            DeadLetters dead,
            RetryPolicy policy,
            OutcomeLog log,
            Revisions revisions,
            BusMetrics metrics,
            Clock clock) {
        this.store = store;
        this.transport = transport;
        this.parking = parking;
        this.dead = dead;
        this.policy = policy;
        this.log = log;
        this.revisions = revisions;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Returns once all of it is durable. */
    void settle(Group group, String flow, List<Settled> all, Ordering ordering) {
        if (all.isEmpty()) return;
        String revision = revisions.ofRoute(flow);
        Instant now = clock.instant();
        List<Settled> judged = all.stream().map(this::judge).toList();
        store.write(tx -> {
            List<Delivery> fresh = new ArrayList<>();
            List<Delivery> wereParked = new ArrayList<>();
            for (Settled settled : judged) {
                Delivery delivery = settled.delivery();
                boolean parkedAgain = place(tx, group, flow, revision, settled);
                if (!delivery.parked()) fresh.add(delivery);
                else if (!parkedAgain) wereParked.add(delivery);
            }
            transport.acknowledge(tx, group, fresh);
            parking.remove(tx, wereParked);
            ordering.settled(tx, group, judged);
            log.record(judged.stream()
                    .filter(Settlement::told)
                    .map(settled -> new Handled(settled.item(), flow, revision, group.name(), now, settled.duration()))
                    .toList());
            return null;
        });
        judged.forEach(settled -> metrics.settled(group, flow, settled));
    }

    /** What is none of a group's business is no news, unless it was told that the message waits, or was given up. */
    private static boolean told(Settled settled) {
        return settled.item().outcome().kind() != Outcome.Kind.SKIPPED_FILTERED
                || settled.delivery().parked();
    }

    private Settled judge(Settled settled) {
        Item item = settled.item();
        Outcome outcome = item.live() ? Outcome.of(Outcome.Kind.COMPLETED) : item.outcome();
        Outcome judged = policy.judge(settled.delivery(), outcome);
        Item done = new Item(item.message(), item.attempt(), item.body(), item.notes(), judged);
        return new Settled(settled.delivery(), done, settled.duration());
    }

    /** True when the delivery stays among the parked ones. */
    private boolean place(Tx tx, Group group, String flow, String revision, Settled settled) throws SQLException {
        Outcome outcome = settled.item().outcome();
        switch (outcome.kind()) {
            case PARKED -> parking.park(tx, group, settled.delivery(), outcome);
            case DEAD -> dead.bury(tx, group, settled.delivery(), outcome, flow, revision);
            default -> {
                // acknowledged below, with nothing left to do
            }
        }
        return outcome.kind() == Outcome.Kind.PARKED;
    }
}
