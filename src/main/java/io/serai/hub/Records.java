package io.serai.hub;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.store.Store;
import io.serai.store.Tx;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Shows records to people: what is known, where it comes from, where it went and why not. Thread-safe; reads only. */
@Singleton
public class Records {
    private final Store store;
    private final Models models;

    public Records(Store store, Models models) {
        this.store = store;
        this.models = models;
    }

    /** The record with the id, or {@code system:externalId}, or a match value such as an e-mail address; the first if several. */
    public Optional<RecordView> show(String name) {
        return find(name).stream().findFirst();
    }

    /** All records with that id, {@code system:externalId} or match value; an id of a shop may be a customer and an order. */
    public List<RecordView> find(String name) {
        return store.read(tx -> {
            Set<String> ids = new LinkedHashSet<>();
            HubRecord named = RecordTable.named(tx, List.of(name)).get(name);
            if (named != null) ids.add(named.id());
            int colon = name.indexOf(':');
            if (colon > 0) ids.addAll(linked(tx, name.substring(0, colon), name.substring(colon + 1)));
            ids.addAll(matched(tx, name));
            List<RecordView> views = new ArrayList<>();
            for (String id : ids) views.add(view(tx, id));
            return views;
        });
    }

    /** The record that an object of a system is. */
    public Optional<RecordView> show(String entity, String system, String externalId) {
        Identity identity = new Identity(entity, system, externalId);
        return store.read(tx -> {
            String id = LinkTable.records(tx, List.of(identity)).get(identity);
            return id == null ? Optional.empty() : Optional.of(view(tx, id));
        });
    }

    private List<String> linked(Tx tx, String system, String externalId) throws SQLException {
        List<Identity> identities = models.all().keySet().stream()
                .sorted()
                .map(entity -> new Identity(entity, system, externalId))
                .toList();
        Map<Identity, String> found = LinkTable.records(tx, identities);
        return identities.stream()
                .filter(found::containsKey)
                .map(found::get)
                .distinct()
                .toList();
    }

    private List<String> matched(Tx tx, String value) throws SQLException {
        List<MatchKey> keys = new ArrayList<>();
        models.all()
                .values()
                .forEach(model -> model.match()
                        .forEach(match -> MatchKey.of(model.entity(), match.field(), value)
                                .ifPresent(keys::add)));
        return MatchTable.owners(tx, keys).values().stream().distinct().toList();
    }

    private RecordView view(Tx tx, String id) throws SQLException {
        HubRecord record = RecordTable.load(tx, List.of(id)).get(id);
        Map<String, RecordView.Source> provenance = new TreeMap<>();
        record.provenance()
                .forEach((path, from) -> provenance.put(
                        path,
                        new RecordView.Source(
                                from.system(), from.externalId(), Instant.ofEpochMilli(from.time()), from.message())));
        RecordTable.Times times = RecordTable.times(tx, id);
        List<String> aliases = AliasTable.of(tx, id).stream().sorted().toList();
        return new RecordView(
                id,
                record.entity(),
                record.version(),
                record.data(),
                Instant.ofEpochMilli(record.sourceTime()),
                times.updated(),
                times.forgotten(),
                times.gone(),
                aliases,
                provenance,
                tx.query(
                        "SELECT system, external_id, source_time, message, data, gone_at, gone_into FROM hub_link"
                                + " WHERE record_id = ? ORDER BY linked_at, system, external_id",
                        Records::link,
                        id),
                deliveries(tx, List.of(id), record.version()),
                deliveries(tx, aliases, record.version()).stream()
                        .filter(each -> each.externalId() != null)
                        .toList(),
                conflicts(tx, record),
                HistoryTable.of(tx, id),
                engaged(tx, id));
    }

    private static List<RecordView.Delivery> deliveries(Tx tx, List<String> ids, long version) throws SQLException {
        return Sql.in(
                        tx,
                        "SELECT target, object, state, version, external_id, reason, attempts, at FROM hub_delivery"
                                + " WHERE record_id IN",
                        row -> delivery(row, version),
                        ids)
                .stream()
                .sorted(Comparator.comparing(RecordView.Delivery::target).thenComparing(RecordView.Delivery::object))
                .toList();
    }

    /** What the record did, newest first; empty also for a record that does not exist. */
    public List<RecordView.Engagement> engagements(String id, int limit) {
        return store.read(tx -> engagements(tx, AliasTable.survivor(tx, id), limit));
    }

    private static RecordView.Engaged engaged(Tx tx, String id) throws SQLException {
        List<EngagementTable.Count> counts = EngagementTable.counts(tx, id, Instant.EPOCH);
        if (counts.isEmpty()) return null;
        Map<String, Long> byType = new TreeMap<>();
        counts.forEach(each -> byType.put(each.type(), each.count()));
        return new RecordView.Engaged(
                counts.stream().mapToLong(EngagementTable.Count::count).sum(),
                counts.stream().mapToLong(EngagementTable.Count::points).sum(),
                byType,
                engagements(tx, id, 1).get(0));
    }

    private static List<RecordView.Engagement> engagements(Tx tx, String id, int limit) throws SQLException {
        return EngagementTable.history(tx, id, Instant.EPOCH, limit).stream()
                .map(fact -> new RecordView.Engagement(
                        fact.at(), fact.type(), fact.system(), fact.campaign(), fact.points(), fact.detail()))
                .toList();
    }

    private static RecordView.Link link(ResultSet row) throws SQLException {
        String message = row.getString(4);
        String says = row.getString(5);
        return new RecordView.Link(
                row.getString(1),
                row.getString(2),
                message == null ? null : Instant.ofEpochMilli(row.getLong(3)),
                message,
                says == null ? null : Columns.object(says),
                row.getObject(6) == null ? null : Instant.ofEpochMilli(row.getLong(6)),
                row.getString(7));
    }

    private static RecordView.Delivery delivery(ResultSet row, long current) throws SQLException {
        String state = row.getString(3);
        boolean behind = state.equals(DeliveryTable.DELIVERED) && row.getLong(4) < current;
        return new RecordView.Delivery(
                row.getString(1),
                row.getString(2),
                behind ? "behind" : state,
                row.getLong(4),
                row.getString(5),
                row.getString(6),
                row.getInt(7),
                Instant.ofEpochMilli(row.getLong(8)));
    }

    private Map<String, String> conflicts(Tx tx, HubRecord record) throws SQLException {
        Map<String, String> conflicts = new TreeMap<>();
        Model model = models.known(record.entity());
        Map<String, JsonNode> values = model.flatten(record.data());
        List<MatchKey> keys = model.match().stream()
                .flatMap(match -> MatchKey.of(record.entity(), match.field(), values.get(match.field())).stream())
                .toList();
        MatchTable.owners(tx, keys).forEach((key, owner) -> {
            if (!owner.equals(record.id())) conflicts.put(key.field(), owner);
        });
        return conflicts;
    }
}
