package io.serai.journal;

import io.serai.message.Forgotten;
import io.serai.message.Forgotten.Thing;
import io.serai.message.Traces;
import io.serai.store.Store;
import io.serai.store.Tx;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes the payloads away of messages about people who were forgotten. What they were, when they came and what became of them stays.
 *
 * <p>About a person is a message of which outcomes name no record but the person's, and others who were forgotten; every other message
 * about the same object of the same system, and about an object that the person is; and, of those that name no object at all, every message
 * whose payload has a value that only that person is recognised by. A message of which an outcome names another record, or that is about an
 * object which is not the person, is somebody else's, whatever it mentions: an order, a company.
 */
@Singleton
class Erasure implements Traces {
    /** Of ids. */
    private static final int PAGE = 200;

    /** Of payloads, which may have a mebibyte each. */
    private static final int PAYLOADS = 20;

    private static final String OF_RECORD = "SELECT DISTINCT correlation FROM journal_outcome WHERE record = ?";
    private static final String RECORDS =
            "SELECT DISTINCT record FROM journal_outcome WHERE correlation = ? AND record IS NOT NULL";
    private static final String OBJECT =
            "SELECT system, topic, external_id FROM journal WHERE id = ? AND external_id IS NOT NULL";
    private static final String OF_OBJECT =
            "SELECT id, topic FROM journal WHERE system = ? AND external_id = ? AND erased IS NULL";
    private static final String NAMELESS = "SELECT id, received, raw FROM journal WHERE external_id IS NULL"
            + " AND (received, id) > (?, ?) AND erased IS NULL ORDER BY received, id LIMIT " + PAYLOADS;
    private static final String ERASE = "UPDATE journal SET raw = ?, erased = ? WHERE id = ? AND erased IS NULL";

    private record Named(String topic, Thing object) {}

    private record Payload(String id, long received, byte[] raw) {}

    private final Store store;
    private final Clock clock;

    Erasure(Store store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public Found about(Forgotten person, Runnable goingOn) {
        Set<String> named = store.read(tx -> named(tx, person));
        Set<String> own = own(person, named);
        int shared = named.size() - own.size();
        Set<String> others = store.read(tx -> ofObjects(tx, person, own));
        others.addAll(mentions(person, goingOn));
        others.removeAll(named);
        Set<String> more = own(person, others);
        own.addAll(more);
        return new Found(own, shared + others.size() - more.size());
    }

    private static Set<String> named(Tx tx, Forgotten person) throws SQLException {
        Set<String> named = new HashSet<>();
        for (String record : person.records()) named.addAll(tx.query(OF_RECORD, row -> row.getString(1), record));
        return named;
    }

    private static Set<String> ofObjects(Tx tx, Forgotten person, Set<String> own) throws SQLException {
        Set<Named> names = new HashSet<>();
        for (String id : own)
            tx.first(OBJECT, row -> new Named(row.getString(2), new Thing(row.getString(1), row.getString(3))), id)
                    .ifPresent(names::add);
        Set<Thing> objects = new HashSet<>(person.objects());
        names.forEach(each -> objects.add(each.object()));
        Set<String> found = new HashSet<>();
        for (Thing each : objects)
            for (Map.Entry<String, String> message : tx.query(
                    OF_OBJECT, row -> Map.entry(row.getString(1), row.getString(2)), each.system(), each.externalId()))
                if (names.contains(new Named(message.getValue(), each))
                        || person.is(message.getValue(), each.system(), each.externalId())) found.add(message.getKey());
        return found;
    }

    private Set<String> mentions(Forgotten person, Runnable goingOn) {
        Set<String> found = new HashSet<>();
        Payload last = new Payload("", person.since().toEpochMilli(), null);
        List<Payload> page;
        do {
            Payload after = last;
            page = store.read(tx -> tx.query(
                    NAMELESS,
                    row -> new Payload(row.getString(1), row.getLong(2), row.getBytes(3)),
                    after.received(),
                    after.id()));
            for (Payload each : page) if (person.mentionedIn(each.raw())) found.add(each.id());
            if (!page.isEmpty()) last = page.get(page.size() - 1);
            goingOn.run();
        } while (page.size() == PAYLOADS);
        return found;
    }

    /** Those that are nobody else's. */
    private Set<String> own(Forgotten person, Set<String> messages) {
        Set<String> own = new HashSet<>();
        for (String id : messages) {
            List<String> records = store.read(tx -> tx.query(RECORDS, row -> row.getString(1), id));
            if (person.covers(Set.copyOf(records))) own.add(id);
        }
        return own;
    }

    @Override
    public Map<String, Integer> erase(Forgotten person, Set<String> messages, Runnable goingOn) {
        List<String> all = new ArrayList<>(messages);
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
