package io.serai.hub;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.serai.message.Forgotten;
import io.serai.message.Json;
import io.serai.message.Mentions;
import io.serai.message.Traces;
import io.serai.store.Chore;
import io.serai.store.Store;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/**
 * Follows {@code hub:forget} to where messages are kept, a little later and in the background: soon, and again for what was under way then,
 * waited in a broker, or is still told by a system. Killed in between, it is done again; of several processes one does it.
 */
@Singleton
public class Erasures {
    private static final Logger LOG = Logger.getLogger(Erasures.class);

    static final Duration SOON = Duration.ofMinutes(15);

    /** When it is looked again, after the person was forgotten; a month is how long the journal keeps messages by default. */
    private static final List<Duration> AGAIN =
            List.of(SOON, Duration.ofDays(1), Duration.ofDays(7), Duration.ofDays(30));

    private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);
    private static final Duration AFTER_MANY_FAILURES = Duration.ofHours(1);

    /** What is received now may have an earlier time, as clocks differ. */
    private static final Duration OVERLAP = Duration.ofMinutes(15);

    private final Store store;
    private final ErasedPeople people;
    private final List<Traces> traces;
    private final AuditTrail audit;
    private final Clock clock;
    /** How often it failed since it succeeded last, by record; of this process and thread. */
    private final Map<String, Integer> failures = new HashMap<>();

    private Chore chore;

    Erasures(Store store, Models models, @All List<Traces> traces, AuditTrail audit, Clock clock) {
        this.store = store;
        this.people = new ErasedPeople(models, store);
        this.traces = List.copyOf(traces);
        this.audit = audit;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event) {
        chore = new Chore(
                "hub-erasures",
                "The hub could not erase messages of people who were forgotten",
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                this::run);
    }

    void stop(@Observes ShutdownEvent event) {
        if (chore != null) chore.close();
    }

    /** Does all that is due, and reads the journal once for it; one that fails is due again soon, and holds up no other. */
    void run() {
        Instant began = clock.instant();
        List<ErasureLease> held = new ArrayList<>();
        for (ErasureTable.Order order : store.read(tx -> ErasureTable.due(tx, began))) {
            ErasureLease lease = new ErasureLease(store, clock, order);
            if (lease.take()) held.add(lease);
        }
        Runnable goingOn = () -> held.forEach(ErasureLease::renew);
        Map<ErasureLease, ErasedPeople.Known> known = new LinkedHashMap<>();
        for (ErasureLease lease : List.copyOf(held))
            unlessItFails(
                    List.of(lease), held, () -> known.put(lease, store.read(tx -> people.known(tx, lease.order()))));
        Mentions mentions = new Mentions(ErasedPeople::key);
        known.forEach((lease, each) -> mentions.add(lease.order().record(), each.keys()));
        unlessItFails(List.copyOf(held), held, () -> look(known.keySet(), mentions, goingOn));
        for (ErasureLease lease : List.copyOf(held))
            unlessItFails(List.of(lease), held, () -> {
                erase(lease, began, known.get(lease).person(), mentions, goingOn);
                held.remove(lease);
                failures.remove(lease.order().record());
            });
    }

    private void unlessItFails(List<ErasureLease> these, List<ErasureLease> held, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            held.removeAll(these);
            // The process ends, and can write no more: whoever comes next goes on when the lease is over.
            if (Thread.currentThread().isInterrupted()) return;
            LOG.warnf(
                    e,
                    "Messages of people who were forgotten could not be erased; records %s",
                    these.stream().map(lease -> lease.order().record()).toList());
            these.forEach(lease -> lease.giveBack(clock.instant().plus(pause(lease))));
        }
    }

    /** Twice as long each time. */
    private Duration pause(ErasureLease lease) {
        int times = failures.merge(lease.order().record(), 1, Integer::sum);
        Duration pause = AFTER_FAILURE.multipliedBy(1L << Math.min(times - 1, 10));
        return pause.compareTo(AFTER_MANY_FAILURES) < 0 ? pause : AFTER_MANY_FAILURES;
    }

    private void look(Set<ErasureLease> leases, Mentions mentions, Runnable goingOn) {
        leases.stream()
                .map(lease -> lease.order().looked())
                .min(Comparator.naturalOrder())
                .ifPresent(since -> traces.forEach(each -> each.look(mentions, since.minus(OVERLAP), goingOn)));
    }

    private void erase(ErasureLease lease, Instant began, Forgotten person, Mentions mentions, Runnable goingOn) {
        ErasureTable.Order order = lease.order();
        Set<String> mentioning = mentions.of(order.record());
        Traces.Found found = Traces.Found.NONE;
        for (Traces each : traces) found = found.and(each.about(person, mentioning, goingOn));
        Map<String, Integer> counts = new TreeMap<>();
        if (found.shared() > 0) counts.put("shared", found.shared());
        int erased = 0;
        for (Traces each : traces)
            for (Map.Entry<String, Integer> kind :
                    each.erase(person, found, goingOn).entrySet()) {
                counts.merge(kind.getKey(), kind.getValue(), Integer::sum);
                erased += kind.getValue();
            }
        int all = erased;
        store.write(tx -> {
            if (order.pass() == 0 || all > 0) audit.note(AuditTrail.HUB, "erase", subject(order, counts), all);
            Instant next = order.pass() < AGAIN.size() ? order.at().plus(AGAIN.get(order.pass())) : null;
            if (next == null && ErasureTable.done(tx, lease.order())) people.doneWith(tx, order);
            if (next != null) ErasureTable.again(tx, lease.order(), began, next);
            return null;
        });
    }

    private static String subject(ErasureTable.Order order, Map<String, Integer> counts) {
        ObjectNode subject = JsonNodeFactory.instance
                .objectNode()
                .put("entity", order.entity())
                .put("record", order.record());
        counts.forEach(subject::put);
        return Json.text(subject);
    }
}
