package io.serai.hub;

import io.serai.message.Forgotten;
import io.serai.store.Store;
import io.serai.store.Tx;
import java.sql.SQLException;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** By what people are known who were forgotten: their records, what they are in the systems, hashes of their addresses. */
final class ErasedPeople {
    /** What is shorter may be another thing's number; which field's value it is, cannot be told of a payload. */
    private static final int SHORTEST = 6;

    /** @param keys by which the person, and nobody else, is recognised: addresses, and ids that nothing else has */
    record Known(Forgotten person, Set<String> keys) {}

    private final Models models;
    private final Store store;

    ErasedPeople(Models models, Store store) {
        this.models = models;
        this.store = store;
    }

    /** By which a text recognises somebody; it is the same for every entity and field. */
    static Optional<String> key(String text) {
        return text.length() < SHORTEST
                ? Optional.empty()
                : MatchKey.of("", "", text).map(MatchKey::hash);
    }

    Known known(Tx tx, ErasureTable.Order order) throws SQLException {
        String record = AliasTable.survivor(tx, order.record());
        Set<String> records = new HashSet<>(AliasTable.of(tx, record));
        records.add(record);
        Set<String> keys = Set.copyOf(MatchTable.of(tx, record));
        Set<Forgotten.Thing> objects = new HashSet<>();
        List<Identity> identities = LinkTable.identities(tx, Set.of(record)).getOrDefault(record, List.of());
        identities.forEach(each -> objects.add(new Forgotten.Thing(each.system(), each.externalId())));
        Map<String, String> facts = new HashMap<>();
        UnknownFactTable.of(tx, identities).forEach(each -> facts.put(each.message(), each.correlation()));
        Forgotten person = new Forgotten(
                order.entity(),
                others(order.entity()),
                Set.copyOf(records),
                Set.copyOf(objects),
                facts,
                text -> key(text).filter(keys::contains).isPresent(),
                this::gone);
        Set<String> all = new HashSet<>(keys);
        for (Forgotten.Thing each : objects) {
            key(each.system() + ":" + each.externalId()).ifPresent(all::add);
            if (each.unique()) key(each.externalId()).ifPresent(all::add);
        }
        return new Known(person, Set.copyOf(all));
    }

    /** What the person did is erased, and what they do from now on names the record. */
    void doneWith(Tx tx, ErasureTable.Order order) throws SQLException {
        String record = AliasTable.survivor(tx, order.record());
        UnknownFactTable.remove(
                tx,
                UnknownFactTable.of(tx, LinkTable.identities(tx, Set.of(record)).getOrDefault(record, List.of())));
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
}
