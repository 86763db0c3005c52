package io.serai.hub;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.store.Tx;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds what the persons behind records decided. A record is the consent itself, a customer, or has a reference {@code customer}; a
 * customer's consent is the one of the same objects, and the one with the same match values. Where that is several, the newest counts. Of a
 * record whose customer is not known, or decided nothing, the consent with its own match values counts: a guest's order tells an address only.
 */
final class Consents {
    static final String ENTITY = "consent";
    private static final String CUSTOMER = "customer";

    /** Who is erased is not written to, nor whose decision was erased: it may have been a no. */
    private static final Decision FORGOTTEN = new Decision(false, Long.MAX_VALUE, null, "");

    private static final Decision REFUSED_BEFORE = new Decision(false, 0, null, "");

    private final Tx tx;
    private final Models models;
    private final String channel;

    /** @param channel field of the consent, such as {@code emailMarketing} */
    Consents(Tx tx, Models models, String channel) {
        this.tx = tx;
        this.models = models;
        this.channel = channel;
    }

    /** The decisions by record; those of whom none is known are missing. */
    Map<String, Decision> of(Collection<String> ids) throws SQLException {
        Map<String, HubRecord> records = RecordTable.named(tx, ids);
        Map<String, Set<String>> consents = new HashMap<>(); // of a record
        Map<String, String> customers = customers(records);
        Map<String, HubRecord> persons = RecordTable.values(tx, customers.values());
        Map<String, List<Identity>> objects = LinkTable.identities(tx, persons.keySet());
        Map<Identity, String> linked = LinkTable.records(tx, consentsOf(records, objects));
        Map<MatchKey, String> owners = MatchTable.owners(
                tx,
                Stream.concat(persons.values().stream(), records.values().stream())
                        .flatMap(each -> keys(each).stream())
                        .toList());
        records.forEach((id, record) -> {
            Set<String> found = consents.computeIfAbsent(id, each -> new HashSet<>());
            if (record.entity().equals(ENTITY)) found.add(record.id());
            Identity reference = reference(record, ENTITY);
            if (reference != null) found.add(linked.get(reference));
            HubRecord person = persons.get(customers.getOrDefault(id, ""));
            if (person == null) return;
            objects.getOrDefault(person.id(), List.of()).forEach(each -> found.add(linked.get(consent(each))));
            keys(person).forEach(key -> found.add(owners.get(key)));
        });
        consents.values().forEach(found -> found.remove(null));
        Map<String, Decision> decisions = decisions(consents);
        Map<String, Set<String>> addressed = new HashMap<>();
        records.forEach((id, record) -> {
            if (decisions.containsKey(id)) return;
            keys(record).stream()
                    .map(owners::get)
                    .filter(Objects::nonNull)
                    .forEach(consent -> addressed
                            .computeIfAbsent(id, each -> new HashSet<>())
                            .add(consent));
        });
        decisions.putAll(decisions(addressed));
        Map<String, String> undecided = new HashMap<>(customers);
        undecided.keySet().removeAll(decisions.keySet());
        Set<String> refused = refusedBefore(Set.copyOf(undecided.values()));
        undecided.forEach((id, person) -> {
            if (refused.contains(person)) decisions.put(id, REFUSED_BEFORE);
        });
        records.forEach((id, record) -> {
            HubRecord person = persons.get(customers.getOrDefault(id, ""));
            if (record.forgotten() || person != null && person.forgotten()) decisions.put(id, FORGOTTEN);
        });
        return decisions;
    }

    /** The customer that each record is or refers to. */
    private Map<String, String> customers(Map<String, HubRecord> records) throws SQLException {
        Map<String, String> customers = new HashMap<>();
        Map<String, Identity> references = new HashMap<>();
        records.forEach((id, record) -> {
            Identity reference = reference(record, CUSTOMER);
            if (record.entity().equals(CUSTOMER)) customers.put(id, record.id());
            else if (reference != null) references.put(id, reference);
        });
        Map<Identity, String> found = LinkTable.records(tx, references.values());
        references.forEach((id, reference) -> {
            if (found.containsKey(reference)) customers.put(id, found.get(reference));
        });
        return customers;
    }

    /** Who said no in a database of before consents were records: the customer had a field for it then, of e-mail. */
    private Set<String> refusedBefore(Set<String> persons) throws SQLException {
        Set<String> refused = new HashSet<>();
        Sql.in(
                        tx,
                        "SELECT record_id, data FROM hub_link WHERE data LIKE '%\"unsubscribed\"%' AND record_id IN",
                        row -> Map.entry(row.getString(1), Columns.object(row.getString(2))),
                        persons)
                .forEach(said -> {
                    if (said.getValue().at("/consent/email").asText().equals("unsubscribed"))
                        refused.add(said.getKey());
                });
        return refused;
    }

    private static List<Identity> consentsOf(Map<String, HubRecord> records, Map<String, List<Identity>> objects) {
        List<Identity> all = new ArrayList<>();
        objects.values().forEach(each -> each.forEach(object -> all.add(consent(object))));
        records.values().forEach(record -> {
            Identity reference = reference(record, ENTITY);
            if (reference != null) all.add(reference);
        });
        return all;
    }

    /** The object that the record's field customer names, as one of an entity; null when there is none. */
    private static Identity reference(HubRecord record, String entity) {
        JsonNode value = record.data().path(CUSTOMER);
        int colon = value.asText("").indexOf(':');
        return colon < 1
                ? null
                : new Identity(
                        entity,
                        value.asText().substring(0, colon),
                        value.asText().substring(colon + 1));
    }

    private static Identity consent(Identity object) {
        return new Identity(ENTITY, object.system(), object.externalId());
    }

    private List<MatchKey> keys(HubRecord record) {
        return models.known(ENTITY).match().stream()
                .flatMap(match ->
                        MatchKey.of(ENTITY, match.field(), record.data().get(match.field())).stream())
                .toList();
    }

    private Map<String, Decision> decisions(Map<String, Set<String>> consents) throws SQLException {
        Set<String> all = new HashSet<>();
        consents.values().forEach(all::addAll);
        Map<String, HubRecord> records = RecordTable.values(tx, all);
        Map<String, Decision> decisions = new HashMap<>();
        consents.forEach((id, found) -> found.stream()
                .map(records::get)
                .filter(Objects::nonNull)
                .map(record -> record.forgotten()
                        ? FORGOTTEN
                        : Decision.shown(record.data().path(channel)))
                .filter(Objects::nonNull)
                .reduce(Decision::weightier)
                .ifPresent(decision -> decisions.put(id, decision)));
        return decisions;
    }
}
