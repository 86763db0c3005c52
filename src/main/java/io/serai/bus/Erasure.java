package io.serai.bus;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.message.Forgotten;
import io.serai.message.Handled;
import io.serai.message.Item;
import io.serai.message.Message;
import io.serai.message.Outcome;
import io.serai.message.OutcomeLog;
import io.serai.message.Traces;
import io.serai.store.Row;
import io.serai.store.Store;
import io.serai.store.Tx;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * Takes away what parked, delayed and dead messages hold of people who were forgotten. A dead letter stays, without its payload and not to
 * be replayed; the others cannot go on without one, so they end here, and the journal tells it. Left to go their way are news of a record,
 * which have no values of it and by which targets learn whom to erase, and what tells that somebody is gone or to be erased: such things have
 * topics of their own, {@code shopify.customer.redacted}. Of a person is what follows from an inbound message that the journal tells to be
 * theirs (if that names no object: as far as it tells of the person itself, as such a message may tell of several people), and what a system
 * says of an object that the person is; what only mentions the person is somebody else's.
 *
 * <p>A message that is being handled meanwhile ends as it ends; should it be parked or given up by that, the next time finds it.
 */
@Singleton
class Erasure implements Traces {
    private static final int PAGE = 200;
    private static final String FLOW = "forget";
    private static final String REVISION = "-";
    private static final String DETAIL = "the person whom it was about was forgotten";

    private static final Kind DEAD = new Kind(
            "SELECT m.seq, g.topic, m.source, m.subject, m.correlation FROM bus_dead m JOIN bus_group g ON g.id = m.grp"
                    + " WHERE m.seq > ? AND m.reason <> '" + ERASED + "' ORDER BY m.seq LIMIT " + PAGE,
            "SELECT m.seq, g.topic, g.name, m.attempt, m." + columns()
                    + " FROM bus_dead m JOIN bus_group g ON g.id = m.grp WHERE m.seq = ?",
            DeadLetters.LOCK);
    private static final Kind PARKED = new Kind(
            "SELECT m.seq, g.topic, m.source, m.subject, m.correlation FROM bus_parked m JOIN bus_group g ON g.id = m.grp"
                    + " WHERE m.seq > ? ORDER BY m.seq LIMIT " + PAGE,
            "SELECT m.seq, g.topic, g.name, m.attempt, m." + columns()
                    + " FROM bus_parked m JOIN bus_group g ON g.id = m.grp WHERE m.seq = ?",
            List.of());
    private static final Kind DELAYED = new Kind(
            "SELECT seq, topic, source, subject, correlation FROM bus_delayed WHERE seq > ? ORDER BY seq LIMIT " + PAGE,
            "SELECT m.seq, m.topic, NULL, 1, 0, m." + ofTopic() + " FROM bus_delayed m WHERE m.seq = ?",
            List.of());

    /** By their groups, which are few: ids have an index with the group only. */
    private static final String DEAD_OF = "SELECT m.id FROM bus_group g CROSS JOIN bus_dead m WHERE m.grp = g.id"
            + " AND m.reason <> '" + ERASED + "' AND m.id IN ";

    private static final String PARKED_OF =
            "SELECT m.id FROM bus_group g CROSS JOIN bus_parked m WHERE m.grp = g.id AND m.id IN ";

    private static final String EMPTY =
            "UPDATE bus_dead SET data = ?, detail = '" + DETAIL + "; it was given up for ' || reason, reason = '"
                    + ERASED + "' WHERE seq = ? AND id = ? AND reason <> '" + ERASED + "'";
    private static final String UNPARK = "DELETE FROM bus_parked WHERE seq = ? AND id = ?";
    /** By its id too: a timer may have been replaced since. */
    private static final String UNDELAY = "DELETE FROM bus_delayed WHERE seq = ? AND id = ?";

    private static final byte[] NOTHING = {'{', '}'};

    /**
     * @param page who the messages are of, without their payloads: there may be many, and large ones
     * @param one the whole of a message
     * @param lock of who takes such messages away besides those that handle them
     */
    private record Kind(String page, String one, List<String> lock) {}

    private record Header(long seq, String topic, String source, String subject, String correlation) {}

    /** @param group null for a message that is not due yet */
    private record Kept(long seq, String group, int attempt, Message message) {}

    private final Store store;
    private final OutcomeLog outcomes;
    private final Clock clock;

    Erasure(Store store, OutcomeLog outcomes, Clock clock) {
        this.store = store;
        this.outcomes = outcomes;
        this.clock = clock;
    }

    private static String columns() {
        return MessageColumns.NAMES.replace(", ", ", m.");
    }

    private static String ofTopic() {
        return columns().substring("grp, m.".length());
    }

    @Override
    public Set<String> kept(Map<String, String> messages) {
        if (messages.isEmpty()) return Set.of();
        Object[] ids = messages.keySet().toArray();
        Set<String> kept = new HashSet<>();
        for (String of : List.of(DEAD_OF, PARKED_OF))
            kept.addAll(store.read(tx -> tx.query(of + Tx.in(ids.length), row -> row.getString(1), ids)));
        return kept;
    }

    @Override
    public Map<String, Integer> erase(Forgotten person, Found found, Runnable goingOn) {
        Predicate<Header> own = header -> found.own().contains(header.correlation())
                || person.is(header.topic(), header.source(), header.subject());
        Predicate<Header> about = header -> !isDeparture(header.topic())
                && (own.test(header) || found.unnamed().contains(header.correlation()));
        BiPredicate<Header, Message> told =
                (header, message) -> !isNews(message.data()) && (own.test(header) || person.isTold(message));
        return Map.of( // in this order: what is replayed meanwhile is parked then
                "dead", each(DEAD, about, told, goingOn, (tx, kept) -> tx.update(EMPTY, NOTHING, kept.seq(), id(kept))),
                "parked", each(PARKED, about, told, goingOn, (tx, kept) -> end(tx, UNPARK, kept)),
                "delayed", each(DELAYED, about, told, goingOn, (tx, kept) -> end(tx, UNDELAY, kept)));
    }

    /** {@code <kind>.<entity>.<verb>}; what only tells how something is now has a topic of two words. */
    private static boolean isDeparture(String topic) {
        return topic.indexOf('.') != topic.lastIndexOf('.');
    }

    /** Names a record, and tells nothing of it. */
    private static boolean isNews(JsonNode data) {
        return data.path("record").isTextual() && data.path("entity").isTextual();
    }

    private interface Taking {
        int take(Tx tx, Kept kept) throws SQLException;
    }

    private int each(
            Kind kind, Predicate<Header> about, BiPredicate<Header, Message> told, Runnable goingOn, Taking taking) {
        int taken = 0;
        long from = 0;
        List<Header> page;
        do {
            long after = from;
            page = store.read(tx -> tx.query(kind.page(), header(), after));
            for (Header header : page) if (about.test(header)) taken += take(kind, header, told, taking);
            if (!page.isEmpty()) from = page.get(page.size() - 1).seq();
            goingOn.run();
        } while (page.size() == PAGE);
        return taken;
    }

    /** One at a time: of a batch all payloads would be in memory at once. */
    private int take(Kind kind, Header header, BiPredicate<Header, Message> told, Taking taking) {
        return store.write(tx -> {
            tx.lock(kind.lock());
            Kept kept = tx.first(kind.one(), kept(), header.seq()).orElse(null);
            return kept != null && told.test(header, kept.message()) ? taking.take(tx, kept) : 0;
        });
    }

    private static Row<Header> header() {
        return row ->
                new Header(row.getLong(1), row.getString(2), row.getString(3), row.getString(4), row.getString(5));
    }

    private static Row<Kept> kept() {
        return row -> new Kept(
                row.getLong(1), row.getString(3), row.getInt(4), MessageColumns.message(row, 5, row.getString(2)));
    }

    private int end(Tx tx, String sql, Kept kept) throws SQLException {
        int ended = tx.update(sql, kept.seq(), id(kept));
        if (ended > 0) {
            Item item = Item.of(kept.message(), kept.attempt())
                    .settle(Outcome.of(Outcome.Kind.SKIPPED_FILTERED, ERASED, DETAIL));
            Instant now = clock.instant();
            outcomes.record(List.of(new Handled(item, FLOW, REVISION, kept.group(), now, Duration.ZERO)));
        }
        return ended;
    }

    private static String id(Kept kept) {
        return kept.message().id();
    }
}
