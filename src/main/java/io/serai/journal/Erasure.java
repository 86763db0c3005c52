package io.serai.journal;

import io.serai.message.Forgotten;
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
 * <p>About a person is a message of which an outcome names the record; every message about the same object of the same system; and every
 * message whose payload has a value that only that person is recognised by. A message of which outcomes name another person, too, is left alone.
 */
@Singleton
class Erasure implements Traces {
    private static final int PAGE = 200;

    private static final String OF_RECORD = "SELECT DISTINCT correlation FROM journal_outcome WHERE record = ?";
    private static final String OBJECT =
            "SELECT system, topic, external_id FROM journal WHERE id = ? AND external_id IS NOT NULL";
    private static final String OF_OBJECT =
            "SELECT id FROM journal WHERE system = ? AND topic = ? AND external_id = ? AND erased IS NULL";
    private static final String PAYLOADS =
            "SELECT id, raw FROM journal WHERE id > ? AND received >= ? AND erased IS NULL ORDER BY id LIMIT " + PAGE;
    private static final String PEOPLE =
            "SELECT DISTINCT record FROM journal_outcome WHERE correlation = ? AND entity = ? AND record IS NOT NULL";
    private static final String ERASE = "UPDATE journal SET raw = ?, erased = ? WHERE id = ? AND erased IS NULL";

    private record Named(String system, String topic, String externalId) {}

    private record Payload(String id, byte[] raw) {}

    private final Store store;
    private final Clock clock;

    Erasure(Store store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public Found about(Forgotten person) {
        Set<String> all = new HashSet<>(store.read(tx -> known(tx, person)));
        mentions(person, all);
        Set<String> own = store.read(tx -> own(tx, person, all));
        return new Found(own, all.size() - own.size());
    }

    private static Set<String> known(Tx tx, Forgotten person) throws SQLException {
        Set<String> known = new HashSet<>();
        for (String record : person.records()) known.addAll(tx.query(OF_RECORD, row -> row.getString(1), record));
        Set<Named> objects = new HashSet<>();
        for (String id : known)
            tx.first(OBJECT, row -> new Named(row.getString(1), row.getString(2), row.getString(3)), id)
                    .ifPresent(objects::add);
        for (Named each : objects)
            known.addAll(tx.query(OF_OBJECT, row -> row.getString(1), each.system(), each.topic(), each.externalId()));
        return known;
    }

    private void mentions(Forgotten person, Set<String> into) {
        String from = "";
        while (from != null) {
            String after = from;
            List<Payload> page = store.read(tx ->
                    tx.query(PAYLOADS, row -> new Payload(row.getString(1), row.getBytes(2)), after, person.since()));
            page.stream()
                    .filter(each -> person.mentionedIn(each.raw()))
                    .map(Payload::id)
                    .forEach(into::add);
            from = page.size() < PAGE ? null : page.get(PAGE - 1).id();
        }
    }

    private static Set<String> own(Tx tx, Forgotten person, Set<String> all) throws SQLException {
        Set<String> own = new HashSet<>();
        for (String id : all)
            if (person.records().containsAll(tx.query(PEOPLE, row -> row.getString(1), id, person.entity())))
                own.add(id);
        return own;
    }

    @Override
    public Map<String, Integer> erase(Forgotten person, Set<String> messages) {
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
        }
        return Map.of("journal", erased);
    }
}
