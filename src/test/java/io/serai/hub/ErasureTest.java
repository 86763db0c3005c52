package io.serai.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.bus.DeadLetter;
import io.serai.bus.DeadLetterQuery;
import io.serai.bus.TestBus;
import io.serai.journal.Journey;
import io.serai.journal.TestJournal;
import io.serai.message.Forgotten;
import io.serai.message.Json;
import io.serai.message.Mentions;
import io.serai.message.Traces;
import io.serai.store.SqlStore;
import io.serai.store.StoreException;
import io.serai.store.TestStore;
import io.serai.watch.Audit;
import io.serai.watch.TestWatch;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the messages of a person who is forgotten, wherever they are kept. */
class ErasureTest {
    private static final String ANN = "{\"id\":9,\"email\":\"Ann@Example.com\",\"phone\":\"1\"}";

    @TempDir
    Path folder;

    private SqlStore store;
    private TestHub hub;
    private TestJournal journal;
    private TestBus bus;
    private String ann;

    @BeforeEach
    void open() {
        store = TestStore.open(folder);
        hub = new TestHub(folder, store);
        journal = new TestJournal(store);
        bus = new TestBus(store);
        ann = hub.said("magento-pl", "9", 1, "{\"email\":\"ann@example.com\",\"phone\":\"1\"}");
    }

    @AfterEach
    void close() {
        hub.close();
    }

    private void erase(Duration later) {
        Clock clock = Clock.offset(Clock.systemUTC(), later);
        hub.erase(clock, TestBus.traces(store, TestJournal.outcomes(store), clock), TestJournal.traces(store, clock));
    }

    private String received(String topic, String externalId, String raw, String record) {
        String id = journal.receive("magento-pl", topic, externalId, raw);
        if (record != null) journal.became(id, "customer", record);
        return id;
    }

    private String payload(String message) {
        return new String(journal.journeys().raw(message).orElseThrow(), java.nio.charset.StandardCharsets.UTF_8);
    }

    private static JsonNode json(String text) {
        return Json.read(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private List<DeadLetter> dead() {
        return bus.deadLetters().list(DeadLetterQuery.all(), 10);
    }

    private List<Audit.Entry> erasures() {
        return TestWatch.audit(store).list(20).stream()
                .filter(entry -> entry.action().equals("erase"))
                .toList();
    }

    @Test
    void thePayloadsOfAPersonAreTakenOutOfTheJournalAndNobodyElses() {
        String bob = hub.said("magento-pl", "10", 1, "{\"email\":\"bob@example.com\"}");
        String own = received("magento.customer", "9", ANN, ann);
        String failed = received("magento.customer", "9", "{\"id\":9,\"phone\":\"2\"}", null);
        String order = received("magento.order", "10", "{\"customer\":{\"mail\":\" ANN@example.com \"}}", null);
        String text = received("shop.note", null, "from=ann@example.com&x", null);
        String others = received("magento.customer", "10", "{\"email\":\"bob@example.com\"}", bob);
        String alike = received("magento.customer", "11", "{\"email\":\"joann@example.com\"}", null);
        String shared = received("magento.customer", "12", "{\"of\":[\"ann@example.com\"]}", bob);
        journal.became(shared, "customer", ann);
        hub.forget(ann);

        erase(Duration.ZERO);

        for (String each : List.of(own, failed, text)) {
            Journey journey = journal.journeys().show(each).orElseThrow();
            assertThat(journey.erased()).isNotNull();
            assertThat(journey.bytes()).isZero();
            assertThat(payload(each)).isEmpty();
        }
        assertThat(payload(order)).contains("ANN@example.com");
        assertThat(payload(others)).contains("bob");
        assertThat(payload(alike)).contains("joann");
        assertThat(payload(shared)).contains("ann@example.com");
        assertThat(erasures()).singleElement().satisfies(entry -> {
            assertThat(entry.count()).isEqualTo(3);
            assertThat(entry.who()).isEqualTo("hub");
            JsonNode subject = json(entry.subject());
            assertThat(subject.get("record").asText()).isEqualTo(ann);
            assertThat(subject.get("journal").asInt()).isEqualTo(3);
            assertThat(subject.get("shared").asInt()).isEqualTo(1);
        });
    }

    @Test
    void aDeadLetterOfAPersonKeepsWhyItWasGivenUpAndIsNotReplayed() {
        String own = received("magento.customer", "9", ANN, ann);
        bus.bury("magento.customer", "customers", "9", own, json("{\"id\":9,\"phone\":\"2\"}"));
        bus.bury("magento.customer", "consents", "9", "no longer in the journal", json(ANN));
        bus.bury("magento.order", "orders", "4", "other", json("{\"mail\":\"bob@example.com\"}"));
        hub.forget(ann);

        erase(Duration.ZERO);

        assertThat(dead())
                .filteredOn(letter -> letter.reason().equals("erased"))
                .hasSize(2)
                .allSatisfy(letter -> {
                    assertThat(letter.message().data()).isEmpty();
                    assertThat(letter.detail()).contains("forgotten", "refused");
                });
        assertThat(bus.deadLetters().replay(DeadLetterQuery.all())).isEqualTo(1);
        assertThat(dead()).extracting(DeadLetter::reason).containsExactly("erased", "erased");
        assertThat(bus.deadLetters().discard(DeadLetterQuery.all())).isEqualTo(2);
    }

    @Test
    void whatIsAboutSomebodyElseAndMentionsAPersonGoesItsWay() {
        String company = "{\"id\":9,\"company_email\":\"ann@example.com\"}";
        String bob = "{\"id\":10,\"assistant\":\"ann@example.com\"}";
        String order = "{\"id\":9,\"customer_email\":\"ann@example.com\"}";
        List<String> received = List.of(
                received("magento.company", "9", company, null),
                received("magento.customer", "10", bob, null),
                received("magento.order", "9", order, null));
        received("magento.customer", "9", ANN, ann);
        bus.park("magento.company", "companies", "9", received.get(0), json(company));
        bus.park("magento.customer", "customers", "10", received.get(1), json(bob));
        bus.bury("magento.order", "orders", "9", received.get(2), json(order));
        hub.forget(ann);

        erase(Duration.ZERO);

        assertThat(received).allSatisfy(each -> assertThat(payload(each)).contains("ann@example.com"));
        assertThat(bus.backlogs().count())
                .filteredOn(each -> each.parked() > 0)
                .hasSize(2)
                .extracting("parked")
                .containsOnly(1L);
        assertThat(bus.deadLetters().replay(DeadLetterQuery.all())).isEqualTo(1);
    }

    @Test
    void anIdThatNoOtherKindOfObjectHasTellsWhoseAMessageIsWhateverItsTopicIsNamed() {
        hub.said("salesforce", "0035g00000AbCdEAAV", 1, "{\"email\":\"ann@example.com\"}");
        hub.said("hubspot", "501", 1, "{\"email\":\"ann@example.com\"}");
        bus.bury("salesforce", "salesforce.contact", "customers", "0035g00000AbCdEAAV", "gone", json(ANN));
        bus.bury("salesforce", "salesforce.account", "companies", "0015g00000AbCdEAAV", "gone", json(ANN));
        bus.bury("hubspot", "hubspot.company", "companies", "501", "gone", json(ANN));
        hub.forget(ann);

        erase(Duration.ZERO);

        assertThat(dead())
                .filteredOn(letter -> letter.reason().equals("erased"))
                .singleElement()
                .satisfies(letter -> assertThat(letter.message().type()).isEqualTo("salesforce.contact"));
    }

    @Test
    void anOrderOfAPersonStaysAndTheirConsentGoesWithThem() {
        String order = received("magento.order", "3", "{\"customer_email\":\"ann@example.com\"}", null);
        journal.became(order, "order", hub.order("magento-pl", "3"));
        journal.became(order, "customer", ann);
        String consent = hub.consent("magento-pl", "9", "{\"email\":\"ann@example.com\"}");
        String both = received("magento.customer", "9", ANN, ann);
        journal.became(both, "consent", consent);
        hub.forget(ann);

        erase(Duration.ZERO);

        assertThat(payload(order)).isNotEmpty();
        assertThat(payload(both)).isNotEmpty();

        hub.forget(consent);
        erase(Duration.ZERO);

        assertThat(payload(both)).isEmpty();
        assertThat(payload(order)).isNotEmpty();
    }

    @Test
    void whatIsParkedOrDelayedOfAPersonEndsAndTheJournalTellsIt() {
        String own = received("magento.customer", "9", ANN, ann);
        bus.park("magento.customer", "customers", "9", own, json(ANN));
        bus.park("magento.customer", "customers", "10", "other", json("{\"email\":\"bob@example.com\"}"));
        bus.delay("magento.customer", "9", "other", json(ANN));
        bus.delay("magento.customer", "10", "other", json("{\"email\":\"bob@example.com\"}"));
        hub.forget(ann);

        erase(Duration.ZERO);

        assertThat(bus.backlogs().count().get(0).parked()).isEqualTo(1);
        assertThat(bus.backlogs().delayed().get(0).count()).isEqualTo(1);
        assertThat(journal.journeys().show(own).orElseThrow().steps())
                .anySatisfy(step -> assertThat(step.reason()).isEqualTo("erased"));
    }

    @Test
    void newsOfARecordAndWhatTellsOfAnErasureGoTheirWay() {
        String own = received("shopify.customer.redacted", "9", ANN, ann);
        bus.park(
                "customer.changed",
                "omnisend-erasures",
                ann,
                own,
                json("{\"entity\":\"customer\",\"record\":\"" + ann + "\",\"version\":2,\"forgotten\":true}"));
        bus.park("shopify.customer.redacted", "consents", "9", own, json(ANN));
        bus.bury("shopify.customer.redacted", "consents", "9", own, json(ANN));
        hub.forget(ann);

        erase(Duration.ZERO);

        assertThat(bus.backlogs().count()).extracting("parked").containsOnly(1L);
        assertThat(dead())
                .singleElement()
                .satisfies(letter -> assertThat(letter.message().data()).isNotEmpty());
        assertThat(payload(own)).isEmpty();
    }

    @Test
    void whatWasUnderWayIsFoundTheNextTimeAndThenNothingIsLeftToDo() {
        hub.forget(ann);
        erase(Duration.ZERO);
        String late = received("magento.customer", "9", ANN, null);
        bus.bury("magento.customer", "customers", "9", late, json(ANN));

        erase(Duration.ofMinutes(1));
        assertThat(payload(late)).isNotEmpty();
        erase(Duration.ofMinutes(16));

        assertThat(payload(late)).isEmpty();
        assertThat(dead()).extracting(DeadLetter::reason).containsExactly("erased");
        for (int days = 1; days <= 31; days++) erase(Duration.ofDays(days));
        assertThat(erasures()).hasSize(2);
        assertThat(orders()).isZero();
    }

    @Test
    void aGuestsOrderThatIsNotMergedYetStaysThoughItMadeThePersonACustomer() {
        hub.said("magento-pl", "order:10000007", 2, "{\"email\":\"ann@example.com\"}");
        String raw = "{\"customer_email\":\"ann@example.com\"}";
        String order = received("magento.order", "10000007", raw, ann);
        String event = received("magento.event", "order:10000007", raw, ann);
        String alike = received("magento.order", "9", raw, ann);
        bus.bury("magento.order", "orders", "10000007", order, json(raw));
        bus.bury("magento.order", "orders", "order:10000007", event, json(raw));
        bus.park("magento.order", "orders", "9", alike, json(raw));
        hub.forget(ann);

        erase(Duration.ZERO);

        assertThat(List.of(order, event, alike))
                .allSatisfy(each -> assertThat(payload(each)).isEqualTo(raw));
        assertThat(dead()).extracting(DeadLetter::reason).containsExactly("refused", "refused");
        assertThat(bus.backlogs().count().get(0).parked()).isEqualTo(1);
        assertThat(erasures())
                .singleElement()
                .satisfies(entry ->
                        assertThat(json(entry.subject()).get("shared").asInt()).isEqualTo(3));
    }

    @Test
    void whoIsKilledAfterTheJournalFindsNextTimeWhatFollowedFromItsMessages() {
        hub.said("hubspot", "501", 1, "{\"email\":\"ann@example.com\"}");
        journal.became(journal.receive("hubspot", "hubspot.contact", "501", ANN), "customer", ann);
        String failed = journal.receive("hubspot", "hubspot.contact", "501", ANN);
        bus.bury("hubspot", "hubspot.contact", "customers", "501", failed, json(ANN));
        hub.forget(ann);
        Clock clock = Clock.systemUTC();
        hub.erase(clock, TestJournal.traces(store, clock));
        assertThat(payload(failed)).isEmpty();

        erase(Duration.ofMinutes(16));

        assertThat(dead()).extracting(DeadLetter::reason).containsExactly("erased");
    }

    @Test
    void whatNamesNothingAndOnlyMentionsAPersonLosesItsPayloadAndWhatFollowedFromItGoesItsWay() {
        String note = received("shop.note", null, ANN, null);
        bus.park("shop.note", "notes", "1", note, json(ANN));
        bus.bury("shop.note", "archive", "1", note, json(ANN));
        String own = received("shop.note", null, ANN, ann);
        bus.bury("shop.note", "notes", "2", own, json(ANN));
        hub.forget(ann);

        erase(Duration.ZERO);
        erase(Duration.ofMinutes(16));

        assertThat(payload(note)).isEmpty();
        assertThat(payload(own)).isEmpty();
        assertThat(dead()).extracting(DeadLetter::reason).containsExactly("erased", "refused");
        assertThat(bus.backlogs().count()).extracting("parked").contains(1L);
    }

    @Test
    void whatFollowsOfSomebodyElseFromAMessageThatNamesNothingGoesItsWay() {
        String both = received("shop.event", null, "{\"of\":[" + ANN + ",{\"email\":\"bob@example.com\"}]}", ann);
        JsonNode bob = json("{\"email\":\"bob@example.com\"}");
        bus.park("shop.event", "people", "bob", both, bob);
        bus.park("shop.event", "people", "Ann@example.com", both, json("{\"phone\":\"1\"}"));
        bus.bury("shop.event", "people", "11", both, bob);
        bus.bury("shop.event", "people", "9", both, json("{\"phone\":\"1\"}"));
        bus.bury("shop.event", "people", "12", both, json("{\"record\":\"" + ann + "\",\"phone\":\"1\"}"));
        bus.delay("shop.event", "1", both, bob);
        bus.delay("shop.event", "2", both, json(ANN));
        hub.forget(ann);

        erase(Duration.ZERO);

        assertThat(payload(both)).isEmpty();
        assertThat(bus.backlogs().count().get(0).parked()).isEqualTo(1);
        assertThat(bus.backlogs().delayed().get(0).count()).isEqualTo(1);
        assertThat(dead())
                .filteredOn(letter -> !letter.reason().equals("erased"))
                .singleElement()
                .satisfies(letter -> assertThat(letter.message().data()).isEqualTo(bob));
        assertThat(bus.deadLetters().replay(DeadLetterQuery.all())).isEqualTo(1);
    }

    @Test
    void aClickThatIsKeptWithTheIdOfItsFactIsThePersonsAndItsFollowUpsToo() {
        String click = journal.receive("mailer", "mailer.engagement", "fact-77", ANN);
        journal.became(click, "customer", ann);
        bus.bury("mailer", "mailer.engagement", "timeline", "fact-77", click, json(ANN));
        hub.forget(ann);

        erase(Duration.ZERO);

        assertThat(payload(click)).isEmpty();
        assertThat(dead()).extracting(DeadLetter::reason).containsExactly("erased");
    }

    @Test
    void aClickOfSomebodyUnknownThatOnlyHasAnIdIsErasedOnceThePersonWithThatIdIsForgotten() {
        String told = "{\"type\":\"clicked\",\"user_ext_id\":7}";
        JsonNode data = json(told);
        String click = journal.receive("smartico", "smartico.engagement", null, told);
        String again = journal.receive("smartico", "smartico.engagement", null, told);
        String others = journal.receive("smartico", "smartico.engagement", null, told.replace("7", "8"));
        for (String each : List.of(click, again))
            hub.did("smartico", each, "{\"type\":\"clicked\",\"customer\":\"magento-pl:7\"}");
        hub.did("smartico", others, "{\"type\":\"clicked\",\"customer\":\"magento-pl:8\"}");
        bus.buryInbound("smartico", "smartico.engagement", "journey", click, data);
        bus.park("smartico.engagement", "journey", "other", others, data);
        String eve = hub.said("magento-pl", "7", 1, "{\"email\":\"eve@example.com\"}");
        hub.forget(eve);

        erase(Duration.ZERO);

        assertThat(payload(click)).isEmpty();
        assertThat(payload(again)).isEmpty();
        assertThat(payload(others)).contains("8");
        assertThat(dead()).extracting(DeadLetter::reason).containsExactly("erased");
        assertThat(bus.backlogs().count()).extracting("parked").contains(1L);
    }

    @Test
    void aClickThatOnlyHasAnIdAndIsADeadLetterIsErasedThoughTheJournalHasForgottenIt() {
        JsonNode data = json("{\"type\":\"clicked\",\"user_ext_id\":7}");
        for (String each : List.of("click", "reported"))
            hub.did("smartico", each, "{\"type\":\"clicked\",\"customer\":\"magento-pl:7\"}");
        journal.became("reported", "customer", ann);
        for (String each : List.of("click", "reported", "other"))
            bus.buryInbound("smartico", "smartico.engagement", "journey", each, data);
        bus.bury("smartico.engagement", "timeline", "other", "click", data);
        hub.forget(hub.said("magento-pl", "7", 1, "{\"email\":\"eve@example.com\"}"));

        erase(Duration.ZERO);

        assertThat(dead())
                .filteredOn(letter -> letter.reason().equals("erased"))
                .singleElement()
                .satisfies(letter -> {
                    assertThat(letter.message().id()).isEqualTo("click");
                    assertThat(letter.message().data()).isEmpty();
                });
        assertThat(erasures())
                .singleElement()
                .satisfies(entry ->
                        assertThat(json(entry.subject()).get("shared").asInt()).isEqualTo(1));
    }

    @Test
    void aClickWithAnIdOfItsOwnThatNobodyCouldBeNamedForIsFoundByWhomItMentions() {
        String bob = "{\"email\":\"bob@example.com\"}";
        List<String> clicks = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (int i = 0; i < 450; i++) {
            clicks.add(journal.receive("mailer", "mailer.engagement", "fact-" + i, ANN));
            others.add(journal.receive(i % 2 == 0 ? "mailer" : "news", "news.engagement", "fact-" + i, bob));
        }
        String large = "{\"email\":\"ann@example.com\",\"text\":\"" + "x".repeat(1_500_000) + "\"}";
        for (int i = 0; i < 4; i++) clicks.add(journal.receive("zeta", "zeta.engagement", "1", large));
        others.add(journal.receive("mailer", "mailer.reengagement.note", "fact-1", ANN));
        hub.forget(ann);

        erase(Duration.ZERO);

        assertThat(clicks).allSatisfy(each -> assertThat(payload(each)).isEmpty());
        assertThat(others).allSatisfy(each -> assertThat(payload(each)).isNotEmpty());
    }

    @Test
    void aClickWithAnIdOfItsOwnThatComesLateIsFoundTheNextTime() {
        hub.forget(ann);
        erase(Duration.ZERO);
        String click = journal.receive("mailer", "mailer.engagement", "fact-1", ANN);

        erase(Duration.ofMinutes(16));

        assertThat(payload(click)).isEmpty();
    }

    @Test
    void whichMessagesWereAboutSomebodyUnknownIsKnownAsLongAsTheyAreKept() {
        JsonNode data = json("{}");
        String received = journal.receive("smartico", "smartico.engagement", null, "{}");
        List<String> told = new ArrayList<>(List.of(received, "parked", "gone"));
        for (int i = 0; i < 501; i++) told.add("dead" + i);
        for (String each : told) hub.did("smartico", each, "{\"type\":\"clicked\",\"customer\":\"magento-pl:7\"}");
        for (String each : told)
            if (each.startsWith("dead")) bus.buryInbound("smartico", "smartico.engagement", "journey", each, data);
        bus.parkInbound("smartico", "smartico.engagement", "journey", "parked", data);

        retention(Duration.ofDays(29));
        assertThat(facts()).isEqualTo(504);
        retention(Duration.ofDays(2000));
        assertThat(facts()).isEqualTo(503);

        bus.deadLetters().discard(DeadLetterQuery.all());
        retention(Duration.ofDays(31));
        assertThat(facts()).isEqualTo(2);
    }

    @Test
    void whichMessagesWereAPersonsIsForgottenWhenAllOfThemAreErased() {
        for (String each : List.of("7", "8"))
            hub.did("smartico", "click" + each, "{\"type\":\"clicked\",\"customer\":\"magento-pl:" + each + "\"}");
        hub.forget(hub.said("magento-pl", "7", 1, "{\"email\":\"eve@example.com\"}"));

        for (int days = 0; days < 30; days++) erase(Duration.ofDays(days));
        assertThat(facts()).isEqualTo(2);
        erase(Duration.ofDays(31));

        assertThat(facts()).isEqualTo(1);
    }

    private void retention(Duration later) {
        Clock clock = Clock.offset(Clock.systemUTC(), later);
        List<Traces> traces =
                List.of(TestBus.traces(store, TestJournal.outcomes(store), clock), TestJournal.traces(store, clock));
        new EngagementRetention(store, clock, Duration.ofDays(1095), Duration.ofDays(30), traces).run();
    }

    private long facts() {
        return store.read(tx -> tx.first("SELECT count(DISTINCT message) FROM hub_unknown_fact", row -> row.getLong(1)))
                .orElseThrow();
    }

    private String clicked() {
        String told = "{\"type\":\"clicked\",\"customer\":\"magento-pl:9\"}";
        String click = journal.receive("mailer", "mailer.engagement", null, "{\"type\":\"clicked\",\"id\":9}");
        hub.did("mailer", click, told);
        journal.became(click, "customer", ann);
        return click;
    }

    @Test
    void aClickAfterTheLastLookIsErasedMinutesLaterAndTheJournalIsNotReadFromItsBeginning() {
        hub.forget(ann);
        for (int days = 0; days <= 31; days++) erase(Duration.ofDays(days));
        assertThat(orders()).isZero();
        String click = clicked();
        Instant now = Instant.now();
        List<Instant> readings = new ArrayList<>();
        Traces reading = new Traces() {
            @Override
            public void look(Mentions people, Instant since, Runnable goingOn) {
                readings.add(since);
            }

            @Override
            public Map<String, Integer> erase(Forgotten person, Found found, Runnable goingOn) {
                return Map.of();
            }
        };

        erase(Duration.ofMinutes(1));
        assertThat(payload(click)).isNotEmpty();
        Clock later = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(16));
        hub.erase(later, reading, TestJournal.traces(store, later));

        assertThat(payload(click)).isEmpty();
        assertThat(readings)
                .singleElement()
                .satisfies(since -> assertThat(since).isAfter(now.minus(Duration.ofHours(1))));
        for (int days = 1; days <= 31; days++) erase(Duration.ofDays(days));
        assertThat(orders()).isZero();
    }

    @Test
    void aClickBetweenTwoLooksWaitsForNoneThatIsWeeksAhead() {
        hub.forget(ann);
        for (Duration each : List.of(Duration.ZERO, Duration.ofMinutes(16), Duration.ofDays(2), Duration.ofDays(8)))
            erase(each);
        String click = clicked();
        String another = clicked();

        erase(Duration.ofMinutes(16));

        assertThat(payload(click)).isEmpty();
        assertThat(payload(another)).isEmpty();
        assertThat(orders()).isEqualTo(1);
    }

    private long orders() {
        return store.read(tx -> tx.first("SELECT count(*) FROM hub_erasure", row -> row.getLong(1)))
                .orElseThrow();
    }

    @Test
    void aClickThatNobodyHandledAndThatOnlyHasAnIdIsErasedWhereNothingElseHasTheId() {
        hub.said("omnisend", "5fd8a2b0c4e1f0a7b3d92e61", 1, "{\"email\":\"ann@example.com\"}");
        String unique = journal.receive(
                "omnisend", "omnisend.engagement", null, "{\"contactID\":\"5fd8a2b0c4e1f0a7b3d92e61\"}");
        String named = journal.receive("mailer", "mailer.engagement", null, "{\"customer\":\"magento-pl:9\"}");
        String number = journal.receive("mailer", "mailer.engagement", null, "{\"customer\":\"9\"}");
        String other = journal.receive("mailer", "mailer.engagement", null, "{\"customer\":\"magento-pl:99\"}");
        hub.forget(ann);

        erase(Duration.ZERO);

        assertThat(payload(unique)).isEmpty();
        assertThat(payload(named)).isEmpty();
        assertThat(payload(number)).isNotEmpty();
        assertThat(payload(other)).isNotEmpty();
    }

    @Test
    void anEventThatNamesTheKindOfItsObjectIsAboutThePersonWhomItNames() {
        hub.said("custom-shop", "5", 1, "{\"email\":\"ann@example.com\"}");
        String event = received("magento.event", "customer:9", ANN, null);
        String user = journal.receive("custom-shop", "custom-shop.event", "user:5", ANN);
        journal.became(user, "customer", ann);
        String order = received("magento.event", "order:9", "{\"mail\":\"ann@example.com\"}", null);
        bus.bury("magento.customer", "customers", "customer:9", "no longer in the journal", json(ANN));
        bus.bury("custom-shop", "custom-shop.user", "customers", "user:5", user, json(ANN));
        bus.bury("magento.order", "orders", "order:9", order, json("{\"mail\":\"ann@example.com\"}"));
        hub.forget(ann);

        erase(Duration.ZERO);

        assertThat(payload(event)).isEmpty();
        assertThat(payload(user)).isEmpty();
        assertThat(payload(order)).isNotEmpty();
        assertThat(dead()).extracting(DeadLetter::reason).containsExactly("refused", "erased", "erased");
    }

    @Test
    void whatIsReplayedWhileItIsErasedIsErasedWhereItIs() {
        for (int i = 0; i < 60; i++) bus.bury("magento.customer", "customers", "9", "other" + i, json(ANN));
        hub.forget(ann);
        CompletableFuture<Integer> replayed =
                CompletableFuture.supplyAsync(() -> bus.deadLetters().replay(DeadLetterQuery.all()));

        erase(Duration.ZERO);

        int again = replayed.join();
        assertThat(bus.deadLetters().list(DeadLetterQuery.all(), 100))
                .hasSize(60 - again)
                .allSatisfy(letter -> assertThat(letter.reason()).isEqualTo("erased"));
        assertThat(bus.backlogs().count())
                .allSatisfy(each -> assertThat(each.parked()).isZero());
    }

    @Test
    void anErasureThatFailsIsTriedAgainAfterAMinuteAndHoldsUpNoOther() {
        String bob = hub.said("magento-pl", "10", 1, "{\"email\":\"bob@example.com\"}");
        hub.forget(ann);
        hub.forget(bob);
        Instant now = Instant.now().plusSeconds(1);
        AtomicBoolean fails = new AtomicBoolean(true);
        List<String> done = new ArrayList<>();
        Traces traces = (person, found, goingOn) -> {
            if (fails.get() && person.records().contains(ann)) throw new StoreException("a row cannot be read", null);
            done.addAll(person.records());
            return Map.of();
        };

        hub.erase(Clock.fixed(now, ZoneOffset.UTC), traces);
        assertThat(done).containsExactly(bob);
        fails.set(false);
        hub.erase(Clock.fixed(now.plusSeconds(59), ZoneOffset.UTC), traces);
        assertThat(done).containsExactly(bob);
        hub.erase(Clock.fixed(now.plusSeconds(60), ZoneOffset.UTC), traces);

        assertThat(done).containsExactly(bob, ann);
    }

    @Test
    void thePauseAfterAFailureGrowsToAnHour() {
        hub.forget(ann);
        AtomicReference<Instant> now = new AtomicReference<>(Instant.now().plusSeconds(1));
        InstantSource time = now::get;
        List<Instant> tries = new ArrayList<>();
        Runnable erasures = hub.erasures(time.withZone(ZoneOffset.UTC), (person, found, goingOn) -> {
            tries.add(now.get());
            throw new StoreException("a row cannot be read", null);
        });

        Instant began = now.get();
        for (int minute = 0; minute <= 240; minute++) {
            erasures.run();
            now.updateAndGet(at -> at.plus(Duration.ofMinutes(1)));
        }

        assertThat(tries)
                .extracting(at -> Duration.between(began, at).toMinutes())
                .containsExactly(0L, 1L, 3L, 7L, 15L, 31L, 63L, 123L, 183L);
    }

    @Test
    void whoIsStoppedIsFollowedWithinTenMinutes() {
        hub.forget(ann);
        Instant now = Instant.now().plusSeconds(1);
        AtomicBoolean stopping = new AtomicBoolean(true);
        List<String> done = new ArrayList<>();
        Traces traces = (person, found, goingOn) -> {
            if (stopping.get()) {
                Thread.currentThread().interrupt();
                throw new StoreException("interrupted while waiting for the store", null);
            }
            done.addAll(person.records());
            return Map.of();
        };

        hub.erase(Clock.fixed(now, ZoneOffset.UTC), traces);
        assertThat(Thread.interrupted()).isTrue();
        stopping.set(false);
        hub.erase(Clock.fixed(now.plus(Duration.ofMinutes(10)).minusMillis(1), ZoneOffset.UTC), traces);
        assertThat(done).isEmpty();
        hub.erase(Clock.fixed(now.plus(Duration.ofMinutes(10)), ZoneOffset.UTC), traces);

        assertThat(done).containsExactly(ann);
    }

    @Test
    void whoAreForgottenTogetherCostOneReadingOfTheJournal() {
        String bob = hub.said("magento-pl", "10", 1, "{\"email\":\"bob@example.com\"}");
        String ofAnn = received("shop.note", null, ANN, null);
        String ofBob = received("shop.note", null, "{\"email\":\"bob@example.com\"}", null);
        String ofBoth = received("shop.note", null, "ann@example.com, bob@example.com", null);
        String ofNobody = received("shop.note", null, "{\"email\":\"joe@example.com\"}", null);
        hub.forget(ann);
        hub.forget(bob);
        List<Instant> readings = new ArrayList<>();
        Clock clock = Clock.systemUTC();
        Traces counting = new Traces() {
            @Override
            public void look(Mentions people, Instant since, Runnable goingOn) {
                readings.add(since);
            }

            @Override
            public Map<String, Integer> erase(Forgotten person, Found found, Runnable goingOn) {
                return Map.of();
            }
        };

        hub.erase(clock, TestJournal.traces(store, clock), counting);

        assertThat(readings).hasSize(1);
        assertThat(List.of(ofAnn, ofBob, ofBoth))
                .allSatisfy(each -> assertThat(payload(each)).isEmpty());
        assertThat(payload(ofNobody)).isNotEmpty();
        assertThat(erasures()).hasSize(2);
    }

    @Test
    void largePayloadsAreReadAFewAtATimeAndNoneIsLeftOut() {
        String large = "{\"email\":\"ann@example.com\",\"text\":\"" + "x".repeat(1_500_000) + "\"}";
        List<String> received = new ArrayList<>();
        for (int i = 0; i < 8; i++) received.add(received("shop.note", null, large, null));
        received.add(received("shop.note", null, ANN, null));
        hub.forget(ann);

        erase(Duration.ZERO);

        assertThat(received).allSatisfy(each -> assertThat(payload(each)).isEmpty());
    }

    @Test
    void manyMessagesOfAPersonAreErasedABatchAtATime() {
        for (int i = 0; i < 450; i++) {
            received("shop.note", null, "{\"mail\":\"ann@example.com\"}", null);
            bus.bury("magento.customer", "customers", "9", "other" + i, json(ANN));
        }
        hub.forget(ann);

        erase(Duration.ZERO);

        assertThat(erasures())
                .singleElement()
                .satisfies(entry -> assertThat(entry.count()).isEqualTo(900));
    }

    @Test
    void whoIsKnownByNothingThatAnotherPersonIsNotKnownByIsFoundByTheRecordOnly() {
        String own = received("magento.customer", "9", "{\"id\":9}", ann);
        String other = received("magento.order", "5", "{\"mail\":\"nobody@example.com\"}", null);
        hub.forget(ann);

        erase(Duration.ZERO);

        assertThat(payload(own)).isEmpty();
        assertThat(payload(other)).isNotEmpty();
    }

    @Test
    void whoTakesLongKeepsTheOrderAndNobodyElseDoesIt() {
        hub.forget(ann);
        AtomicReference<Instant> now = new AtomicReference<>(Instant.now().plusSeconds(1));
        InstantSource time = now::get;
        Clock clock = time.withZone(ZoneOffset.UTC);
        List<String> others = new ArrayList<>();
        Traces other = looking(goingOn -> others.add("looked"));
        Traces slow = looking(goingOn -> {
            for (int page = 0; page < 3; page++) {
                now.updateAndGet(at -> at.plus(Duration.ofMinutes(8)));
                goingOn.run();
                hub.erase(clock, other);
            }
        });

        hub.erase(clock, slow);

        assertThat(others).isEmpty();
        int pass = store.read(tx -> tx.first("SELECT pass FROM hub_erasure", row -> row.getInt(1)))
                .orElseThrow();
        assertThat(pass).isEqualTo(1);
    }

    private static Traces looking(Consumer<Runnable> work) {
        return (person, found, goingOn) -> {
            work.accept(goingOn);
            return Map.of();
        };
    }
}
