package io.serai.journal;

import io.serai.message.Forgotten;
import io.serai.message.Forgotten.Thing;
import io.serai.message.Mentions;
import io.serai.message.Traces;
import io.serai.store.Store;
import io.serai.store.Tx;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes the payloads away of messages about people who were forgotten. What they were, when they came and what became of them stays.
 *
 * <p>About a person is a message of which outcomes name no record but the person's, and others who were forgotten, if it names an object
 * that the person is, or none, as an engagement does; an engagement of somebody unknown, too, who turned out to be the person; every other message about the same object of the same system, and about an object that the person is. Of
 * those that name no object and no record, every message whose payload has a value that only that person is recognised by loses it too;
 * what follows from it need not be about the person. A message of which an outcome names another record, or that is about an object which is
 * not the person, is somebody else's, whatever it mentions, and though somebody became known by it: an order, a company.
 */
@Singleton
class Erasure implements Traces {
    private static final int PAGE = 200;

    private static final String OF_RECORD = "SELECT DISTINCT correlation FROM journal_outcome WHERE record = ?";
    private static final String RECORDS =
            "SELECT DISTINCT record FROM journal_outcome WHERE correlation = ? AND record IS NOT NULL";
    private static final String NAMED = "SELECT system, topic, external_id FROM journal WHERE id = ?";
    /** Also those that are erased: what follows from them may not be, if this was killed in between. */
    private static final String OF_OBJECT = "SELECT id, topic FROM journal WHERE system = ? AND external_id = ?";

    private static final String KEPT = "SELECT id FROM journal WHERE erased IS NULL AND id IN ";
    private static final String ERASE = "UPDATE journal SET raw = ?, erased = ? WHERE id = ? AND erased IS NULL";

    /** @param object with no id if it names none */
    private record Named(String topic, Thing object) {
        /** The id of an engagement is the fact's own. */
        boolean namesNothing() {
            return object.externalId() == null || topic.endsWith(".engagement");
        }

        boolean fits(Forgotten person) {
            return namesNothing() || person.mayBe(topic, object.system(), object.externalId());
        }

        boolean is(Forgotten person) {
            return person.is(topic, object.system(), object.externalId());
        }
    }

    private final Store store;
    private final Clock clock;

    Erasure(Store store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public void look(Mentions people, Instant since, Runnable goingOn) {
        if (!people.isEmpty()) new Nameless(store, people, goingOn).read(since);
    }

    @Override
    public Found about(Forgotten person, Set<String> mentioning, Runnable goingOn) {
        Set<String> facts = Set.copyOf(person.facts().values());
        Set<String> outcomes = store.read(tx -> ofRecords(tx, person));
        outcomes.addAll(facts);
        Map<String, Named> named = new HashMap<>();
        Set<String> unnamed = new HashSet<>();
        for (String id : nobodyElses(person, outcomes, goingOn)) {
            Named name = store.read(tx -> tx.first(NAMED, Erasure::name, id)).orElse(null);
            if (name == null && facts.contains(id)) unnamed.add(id); // a dead letter is kept for longer
            else if (name != null && name.fits(person)) named.put(id, name);
        }
        Set<String> objects = store.read(tx -> ofObjects(tx, person, Set.copyOf(named.values())));
        objects.removeAll(outcomes);
        Set<String> others = new HashSet<>(mentioning);
        others.removeAll(outcomes);
        Set<String> own = nobodyElses(person, objects, goingOn);
        Set<String> mentions = nobodyElses(person, others, goingOn);
        int all = outcomes.size() + objects.size() + others.size();
        int shared = all - named.size() - unnamed.size() - own.size() - mentions.size();
        named.forEach((id, name) -> (name.namesNothing() ? unnamed : own).add(id));
        return new Found(own, unnamed, mentions, shared);
    }

    private static Set<String> ofRecords(Tx tx, Forgotten person) throws SQLException {
        Set<String> found = new HashSet<>();
        for (String record : person.records()) found.addAll(tx.query(OF_RECORD, row -> row.getString(1), record));
        return found;
    }

    private static Named name(ResultSet row) throws SQLException {
        return new Named(row.getString(2), new Thing(row.getString(1), row.getString(3)));
    }

    /** @param names of what is known to be the person's */
    private static Set<String> ofObjects(Tx tx, Forgotten person, Set<Named> names) throws SQLException {
        Set<Thing> objects = new HashSet<>(person.objects());
        person.objects()
                .forEach(each -> objects.add(new Thing(each.system(), person.entity() + ":" + each.externalId())));
        for (Named each : names) if (!each.namesNothing()) objects.add(each.object());
        Set<String> found = new HashSet<>();
        for (Thing each : objects)
            for (Map.Entry<String, Named> message : tx.query(
                    OF_OBJECT,
                    row -> Map.entry(row.getString(1), new Named(row.getString(2), each)),
                    each.system(),
                    each.externalId()))
                if (names.contains(message.getValue()) || message.getValue().is(person)) found.add(message.getKey());
        return found;
    }

    /** Those of which no outcome names a record of somebody else. */
    private Set<String> nobodyElses(Forgotten person, Set<String> messages, Runnable goingOn) {
        Set<String> own = new HashSet<>();
        for (String id : messages) {
            List<String> records = store.read(tx -> tx.query(RECORDS, row -> row.getString(1), id));
            if (person.covers(Set.copyOf(records))) own.add(id);
            goingOn.run();
        }
        return own;
    }

    @Override
    public Set<String> kept(Map<String, String> messages) {
        if (messages.isEmpty()) return Set.of();
        Object[] inbound = messages.values().stream().distinct().toArray();
        Set<String> here =
                Set.copyOf(store.read(tx -> tx.query(KEPT + Tx.in(inbound.length), row -> row.getString(1), inbound)));
        Set<String> kept = new HashSet<>(messages.keySet());
        kept.removeIf(message -> !here.contains(messages.get(message)));
        return kept;
    }

    @Override
    public Map<String, Integer> erase(Forgotten person, Found found, Runnable goingOn) {
        List<String> all = new ArrayList<>(found.own());
        all.addAll(found.unnamed());
        all.addAll(found.mentioning());
        Instant now = clock.instant();
        int erased = 0;
        for (int from = 0; from < all.size(); from += PAGE) {
            List<String> page = all.subList(from, Math.min(all.size(), from + PAGE));
            erased += store.write(tx -> {
                int count = 0;
                for (String id : page) count += tx.update(ERASE, new byte[0], now, id);
                return count;
            });
            goingOn.run();
        }
        return Map.of("journal", erased);
    }
}
