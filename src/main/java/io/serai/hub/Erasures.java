package io.serai.hub;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.serai.message.Forgotten;
import io.serai.message.Json;
import io.serai.message.Traces;
import io.serai.store.Chore;
import io.serai.store.Store;
import io.serai.store.Tx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Follows {@code hub:forget} to where messages are kept, a little later and in the background: soon, and again for what was under way then,
 * waited in a broker, or is still told by a system. Killed in between, it is done again; of several processes one does it.
 */
@Singleton
public class Erasures {
    private static final Logger LOG = Logger.getLogger(Erasures.class);

    /** When it is looked again, after the person was forgotten; a month is how long the journal keeps messages by default. */
    private static final List<Duration> AGAIN =
            List.of(Duration.ofMinutes(15), Duration.ofDays(1), Duration.ofDays(7), Duration.ofDays(30));

    private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);

    /** What is received now may have an earlier time, as clocks differ. */
    private static final Duration OVERLAP = Duration.ofMinutes(15);

    /** What is shorter may be another thing's number; which field's value it is, cannot be told of a payload. */
    private static final int SHORTEST = 6;

    private final Store store;
    private final Models models;
    private final List<Traces> traces;
    private final AuditTrail audit;
    private final Clock clock;
    private Chore chore;

    Erasures(Store store, Models models, @All List<Traces> traces, AuditTrail audit, Clock clock) {
        this.store = store;
        this.models = models;
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

    /** Does all that is due; one that fails is due again soon, and holds up no other. */
    void run() {
        for (ErasureTable.Order order : store.read(tx -> ErasureTable.due(tx, clock.instant()))) {
            Instant began = clock.instant();
            ErasureLease lease = new ErasureLease(store, clock, order);
            if (!lease.take()) continue;
            try {
                erase(lease, began);
            } catch (RuntimeException e) {
                Instant next = clock.instant().plus(AFTER_FAILURE);
                LOG.warnf(
                        e,
                        "Messages of a person who was forgotten could not be erased; record %s, time %d, again at %s",
                        order.record(),
                        order.pass() + 1,
                        next);
                lease.giveBack(next);
            }
        }
    }

    private void erase(ErasureLease lease, Instant began) {
        ErasureTable.Order order = lease.order();
        Forgotten person = store.read(tx -> person(tx, order));
        Traces.Found found = Traces.Found.NONE;
        for (Traces each : traces) found = found.and(each.about(person, lease::renew));
        Map<String, Integer> counts = new TreeMap<>();
        if (found.shared() > 0) counts.put("shared", found.shared());
        int erased = 0;
        for (Traces each : traces)
            for (Map.Entry<String, Integer> kind :
                    each.erase(person, found, lease::renew).entrySet()) {
                counts.merge(kind.getKey(), kind.getValue(), Integer::sum);
                erased += kind.getValue();
            }
        int all = erased;
        store.write(tx -> {
            if (order.pass() == 0 || all > 0) audit.note(AuditTrail.HUB, "erase", subject(order, counts), all);
            Instant next = order.pass() < AGAIN.size() ? order.at().plus(AGAIN.get(order.pass())) : null;
            if (next == null) ErasureTable.done(tx, lease.order());
            else ErasureTable.again(tx, lease.order(), began, next);
            return null;
        });
    }

    private Forgotten person(Tx tx, ErasureTable.Order order) throws SQLException {
        String record = AliasTable.survivor(tx, order.record());
        Set<String> records = new HashSet<>(AliasTable.of(tx, record));
        records.add(record);
        Set<String> keys = Set.copyOf(MatchTable.of(tx, record));
        Set<Forgotten.Thing> objects = new HashSet<>();
        LinkTable.identities(tx, Set.of(record))
                .values()
                .forEach(
                        all -> all.forEach(each -> objects.add(new Forgotten.Thing(each.system(), each.externalId()))));
        return new Forgotten(
                order.entity(),
                others(order.entity()),
                Set.copyOf(records),
                Set.copyOf(objects),
                text -> !keys.isEmpty()
                        && text.length() >= SHORTEST
                        && MatchKey.of(order.entity(), "", text)
                                .filter(key -> keys.contains(key.hash()))
                                .isPresent(),
                this::gone,
                order.looked().minus(OVERLAP));
    }

    /** Entities which are no people: those are recognised by the same, as a customer and their consent, and may go by one id. */
    private Set<String> others(String entity) {
        Set<String> fields = fields(models.known(entity));
        return models.all().values().stream()
                .filter(model -> !model.entity().equals(entity) && Collections.disjoint(fields, fields(model)))
                .map(Model::entity)
                .collect(Collectors.toSet());
    }

    private static Set<String> fields(Model model) {
        return model.match().stream().map(Match::field).collect(Collectors.toSet());
    }

    private Set<String> gone(Set<String> records) {
        return store.read(tx -> {
            Set<String> gone = new HashSet<>();
            RecordTable.named(tx, records).forEach((id, record) -> {
                if (record.forgotten()) gone.add(id);
            });
            return gone;
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
