package io.serai.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.message.Item;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

/** What holds of records whatever systems say, merge and delete, in whatever order. */
class IdentityPropertiesTest {
    private enum Kind {
        SAY,
        REMOVE,
        UNITE,
        FORGET
    }

    /**
     * Something that happens.
     *
     * @param object such as {@code crm:1}
     * @param other object of the same system, for {@link Kind#UNITE}
     */
    record Deed(Kind kind, String system, int object, int other, int second, int mail, int phone) {
        Deed mail(int same) {
            return new Deed(kind, system, object, other, second, same, phone);
        }

        Deed phone(int same) {
            return new Deed(kind, system, object, other, second, mail, same);
        }
    }

    private Path folder;
    private HubFixture hub;
    private int run;

    @BeforeProperty
    void open() throws IOException {
        folder = Files.createTempDirectory("serai-identity");
        hub = new HubFixture(folder);
    }

    @AfterProperty
    void close() throws IOException {
        hub.close();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(each);
        }
    }

    @Property(tries = 60)
    void ofOnePersonTheOrderOfArrivalHasNoPart(@ForAll("ofOnePerson") List<Deed> deeds, @ForAll long seed) {
        run++;
        List<Item> items = items(deeds);
        play(deeds, items);
        // In the order in which ids were made, so that the same message decides between two of one second.
        String expected = state(deeds);
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, deeds.size()).boxed().toList());
        Collections.shuffle(order, new Random(seed));
        int first = run++;
        List<Item> renamed = order.stream()
                .map(at -> renamed(items.get(at), deeds.get(at), first))
                .toList();
        play(order.stream().map(deeds::get).toList(), renamed);
        assertThat(state(deeds)).isEqualTo(expected);
    }

    @Property(tries = 60)
    void whatIsHeardAgainChangesNothing(@ForAll("deeds") List<Deed> deeds) {
        run++;
        List<Item> items = items(deeds);
        play(deeds, items);
        // Records that wait for the same value may become one when they are heard of again.
        long before = -1;
        while (before != hub.rows("hub_alias")) {
            before = hub.rows("hub_alias");
            play(deeds, items);
        }
        String expected = state(deeds);
        play(deeds, items);
        assertThat(state(deeds)).isEqualTo(expected);
    }

    @Property(tries = 60)
    void whoIsForgottenNeverComesBack(@ForAll("deeds") List<Deed> deeds) {
        run++;
        List<Item> items = items(deeds);
        Set<String> forgotten = new HashSet<>();
        Set<String> records = new HashSet<>();
        for (int again = 0; again < 2; again++) {
            for (int i = 0; i < deeds.size(); i++) {
                play(deeds.get(i), items.get(i));
                for (String object : objects(List.of(deeds.get(i)))) look(object, forgotten, records);
            }
            for (String object : objects(deeds)) look(object, forgotten, records);
        }
        for (String object : forgotten) {
            RecordView record = show(object);
            assertThat(record.data()).isEmpty();
            assertThat(record.history()).isEmpty();
            assertThat(record.links()).allMatch(link -> link.says() == null);
        }
        for (String id : records)
            assertThat(hub.records.show(id)).as("whoever names %s", id).isPresent();
    }

    private void look(String object, Set<String> forgotten, Set<String> records) {
        RecordView record = show(object);
        if (record == null) return;
        records.add(record.id());
        if (record.forgottenAt() != null) forgotten.add(object);
        else assertThat(forgotten).doesNotContain(object);
    }

    @Property(tries = 60)
    void whatIsDeletedStaysSoUntilSomethingNewerIsHeardOfIt(@ForAll("deeds") List<Deed> deeds) {
        run++;
        List<Item> items = items(deeds);
        play(deeds, items);
        for (String object : objects(deeds)) {
            RecordView record = show(object);
            if (record == null || record.forgottenAt() != null) continue;
            boolean gone =
                    record.links().stream().anyMatch(link -> object(link).equals(object) && link.goneAt() != null);
            assertThat(gone).as(object).isEqualTo(wentLast(object, deeds));
        }
    }

    @Property(tries = 60)
    void keysAndClaimsLeadToRecordsThatAreThereAndNoKeyIsWithoutOwner(@ForAll("deeds") List<Deed> deeds) {
        run++;
        play(deeds, items(deeds));
        assertThat(count("SELECT count(*) FROM hub_match m WHERE NOT EXISTS"
                        + " (SELECT 1 FROM hub_record r WHERE r.id = m.record_id)"))
                .isZero();
        assertThat(count("SELECT count(*) FROM hub_link l WHERE NOT EXISTS"
                        + " (SELECT 1 FROM hub_record r WHERE r.id = l.record_id)"))
                .isZero();
        assertThat(count("SELECT count(*) FROM hub_alias a WHERE NOT EXISTS"
                        + " (SELECT 1 FROM hub_record r WHERE r.id = a.record_id)"))
                .isZero();
        assertThat(
                        count(
                                "SELECT count(*) FROM hub_claim c WHERE NOT EXISTS (SELECT 1 FROM hub_match m"
                                        + " WHERE m.entity = c.entity AND m.field = c.field AND m.value = c.value AND m.record_id <> c.record_id)"))
                .isZero();
        for (String object : objects(deeds)) {
            RecordView record = show(object);
            if (record == null || record.forgottenAt() != null || !record.data().has("email")) continue;
            assertThat(hub.records.find(record.data().get("email").asText())).isNotEmpty();
        }
    }

    private long count(String sql) {
        return hub.store.read(tx -> tx.first(sql, row -> row.getLong(1))).orElseThrow();
    }

    /** Whether a deletion, or a merge into another object, is later than all that was said of the object. */
    private static boolean wentLast(String object, List<Deed> deeds) {
        int said = -1;
        int went = -1;
        for (int i = 0; i < deeds.size(); i++) {
            Deed deed = deeds.get(i);
            if (!name(deed, deed.object()).equals(object)) continue;
            int at = deed.second() * 1_000 + i; // of one second, the later message counts
            if (deed.kind() == Kind.SAY) said = Math.max(said, at);
            if (deed.kind() == Kind.REMOVE || deed.kind() == Kind.UNITE && deed.other() != deed.object())
                went = Math.max(went, at);
        }
        return went > said;
    }

    private void play(List<Deed> deeds, List<Item> items) {
        for (int i = 0; i < deeds.size(); i++) play(deeds.get(i), items.get(i));
    }

    private void play(Deed deed, Item item) {
        String uri = switch (deed.kind()) {
            case SAY -> "hub:merge";
            case REMOVE -> "hub:remove";
            case UNITE -> "hub:unite";
            case FORGET -> "hub:forget";
        };
        Item done = hub.run(uri, item).get(0);
        assertThat(HubFixture.outcome(done)).doesNotStartWith("dead").doesNotStartWith("parked");
    }

    private List<Item> items(List<Deed> deeds) {
        return deeds.stream().map(this::item).toList();
    }

    private Item item(Deed deed) {
        String id = id(deed.object(), run);
        String body = deed.kind() == Kind.UNITE
                ? "{\"from\":\"" + id + "\",\"into\":\"" + id(deed.other(), run) + "\"}"
                : body(deed, run);
        return hub.said(deed.system(), id, deed.second(), body);
    }

    private static String body(Deed deed, int run) {
        return "{\"email\":\"m" + deed.mail() + "-" + run + "@example.com\",\"phone\":\"" + deed.phone() + "\"}";
    }

    /** The same message, about objects of another run. */
    private Item renamed(Item item, Deed deed, int first) {
        Item other = item(deed);
        io.serai.message.Message message = new io.serai.message.Message(
                item.message().id(),
                other.message().type(),
                other.message().source(),
                other.message().subject(),
                other.message().time(),
                item.message().correlation(),
                other.message().data());
        assertThat(run).isEqualTo(first + 1);
        Item renamed = Item.of(message, 1);
        for (Map.Entry<String, String> note : other.notes().entrySet())
            renamed = renamed.note(note.getKey(), note.getValue());
        return renamed;
    }

    private static String id(int object, int run) {
        return object + "-" + run;
    }

    private static String name(Deed deed, int object) {
        return deed.system() + ":" + object;
    }

    private static String object(RecordView.Link link) {
        return link.system() + ":" + link.externalId().split("-")[0];
    }

    private static Collection<String> objects(List<Deed> deeds) {
        Set<String> all = new TreeSet<>();
        deeds.forEach(deed -> {
            all.add(name(deed, deed.object()));
            if (deed.kind() == Kind.UNITE) all.add(name(deed, deed.other()));
        });
        return all;
    }

    private RecordView show(String object) {
        String[] parts = object.split(":");
        return hub.records.show("customer", parts[0], parts[1] + "-" + run).orElse(null);
    }

    /** All that is known of the objects, without ids and versions, which differ from run to run. */
    private String state(List<Deed> deeds) {
        Map<String, Set<String>> records = new TreeMap<>();
        Map<String, String> contents = new TreeMap<>();
        for (String object : objects(deeds)) {
            RecordView record = show(object);
            if (record == null) continue;
            records.computeIfAbsent(record.id(), id -> new TreeSet<>()).add(object);
            contents.put(
                    object,
                    record.data().toString().replaceAll("-\\d+@", "@") + " gone " + (record.goneAt() != null)
                            + " forgotten " + (record.forgottenAt() != null) + " "
                            + record.links().stream()
                                    .map(link -> object(link) + (link.goneAt() == null ? "" : " gone"))
                                    .sorted()
                                    .collect(Collectors.joining(",")));
        }
        return records.values().stream().map(Set::toString).sorted().toList() + " " + contents;
    }

    @Provide
    Arbitrary<List<Deed>> deeds() {
        return deed(Kind.SAY, Kind.SAY, Kind.SAY, Kind.SAY, Kind.REMOVE, Kind.UNITE, Kind.UNITE, Kind.FORGET)
                .list()
                .ofMinSize(2)
                .ofMaxSize(14);
    }

    /** Each system has what it knows of the person under one address; what a CRM has twice, it merges. */
    @Provide
    Arbitrary<List<Deed>> ofOnePerson() {
        return deed(Kind.SAY, Kind.SAY, Kind.SAY, Kind.REMOVE, Kind.UNITE)
                .map(deed -> deed.mail(1))
                .map(deed -> deed.system().equals("crm")
                        ? deed
                        : new Deed(
                                deed.kind() == Kind.UNITE ? Kind.SAY : deed.kind(),
                                deed.system(),
                                1,
                                1,
                                deed.second(),
                                1,
                                deed.phone()))
                .list()
                .ofMinSize(2)
                .ofMaxSize(10)
                .map(IdentityPropertiesTest::withOneValueASecond);
    }

    /** What changes under an unchanged source time may count from a later reading, where readings are mixed up: so {@link Contribution}. */
    private static List<Deed> withOneValueASecond(List<Deed> deeds) {
        Map<String, Integer> phones = new HashMap<>();
        return deeds.stream()
                .map(deed -> deed.phone(
                        phones.computeIfAbsent(name(deed, deed.object()) + " " + deed.second(), first -> deed.phone())))
                .toList();
    }

    private static Arbitrary<Deed> deed(Kind... kinds) {
        return Combinators.combine(
                        Arbitraries.of(kinds),
                        Arbitraries.of("magento-pl", "salesforce", "crm"),
                        Arbitraries.integers().between(1, 3),
                        Arbitraries.integers().between(1, 3),
                        Arbitraries.integers().between(1, 9),
                        Arbitraries.integers().between(1, 3),
                        Arbitraries.integers().between(1, 4))
                .as(Deed::new);
    }
}
