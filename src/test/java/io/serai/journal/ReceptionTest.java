package io.serai.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.serai.message.Batch;
import io.serai.message.Handled;
import io.serai.message.Ids;
import io.serai.message.Item;
import io.serai.message.Json;
import io.serai.message.Message;
import io.serai.message.Note;
import io.serai.message.Outcome;
import io.serai.store.SqlStore;
import io.serai.store.TestStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceptionTest {
    private static final Reception.Source CUSTOMERS = new Reception.Source("magento-pl", "magento.customer");

    @TempDir
    Path folder;

    private SqlStore store;
    private Reception reception;
    private Journeys journeys;

    @BeforeEach
    void open() {
        store = TestStore.open(folder);
        Clock clock = Clock.systemUTC();
        reception = new Reception(new Journal(store, clock), new Ids(), new SimpleMeterRegistry(), clock);
        journeys = new Journeys(store);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static JsonNode json(String text) {
        return Json.read(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private Batch rows(String text) {
        return reception.rows(CUSTOMERS, json(text), "id", "updated_at");
    }

    private Batch event(String key, String raw) {
        return reception.event(CUSTOMERS, json(raw), key, "42", "", raw.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theIdOfAnEngagementIsTheFactsOwnSoTheJournalNamesNoObject() {
        Batch batch = reception.event(
                new Reception.Source("mailer", "mailer.engagement"),
                json("{'type':'clicked'}"),
                "m",
                "fact-1",
                "",
                null);
        Message message = batch.live().get(0).message();
        assertThat(message.subject()).isEqualTo("fact-1");
        assertThat(journeys.show(message.id()).orElseThrow().externalId()).isNull();
    }

    @Test
    void anEngagementThatIsPolledIsKnownByItsIdLikeAnyRow() {
        Reception.Source facts = new Reception.Source("mailer", "mailer.engagement");
        String row = "[{'id':'fact-1','at':'2026-11-20 10:00:00','type':'clicked'}]";
        String changed = row.replace("clicked", "bounced");
        String first = reception
                .rows(facts, json(row), "id", "at")
                .live()
                .get(0)
                .message()
                .id();
        assertThat(journeys.show(first).orElseThrow().externalId()).isEqualTo("fact-1");
        assertThat(reception.rows(facts, json(row), "id", "at").live()).isEmpty();
        assertThat(reception.rows(facts, json(changed), "id", "at").live()).hasSize(1);
        assertThat(reception.rows(facts, json(changed), "id", "at").live()).isEmpty();
        assertThat(reception.rows(facts, json(row), "id", "at").live()).hasSize(1);
    }

    @Test
    void anEventIsKeptAsItWasReceivedByteByByte() {
        String raw = "{ 'id' : 42, 'amount': 10.10 }";
        Batch batch = event("msg_1", raw);
        Item item = batch.live().get(0);
        assertThat(journeys.raw(item.message().id())).hasValue(raw.getBytes(StandardCharsets.UTF_8));
        assertThat(item.body().get("amount").decimalValue()).hasToString("10.10");
        assertThat(journeys.show(item.message().id())).hasValueSatisfying(journey -> {
            assertThat(journey.channel()).isEqualTo("webhook");
            assertThat(journey.externalId()).isEqualTo("42");
            assertThat(journey.duplicates()).isZero();
        });
    }

    @Test
    void aRedeliveredEventIsADuplicateAndCounted() {
        String id = event("msg_1", "{'id':42}").live().get(0).message().id();
        Item again = event("msg_1", "{'id':42}").items().get(0);
        assertThat(again.outcome().kind()).isEqualTo(Outcome.Kind.SKIPPED_DUPLICATE);
        assertThat(again.message().id()).isEqualTo(id);
        assertThat(journeys.show(id)).hasValueSatisfying(journey -> {
            assertThat(journey.duplicates()).isEqualTo(1);
            assertThat(journey.lastDuplicate()).isNotNull();
        });
    }

    @Test
    void theSameKeyOfAnotherSystemIsNoDuplicate() {
        event("msg_1", "{'id':42}");
        Reception.Source other = new Reception.Source("magento-de", "magento.customer");
        assertThat(reception
                        .event(other, json("{'id':42}"), "msg_1", "42", "", null)
                        .live())
                .hasSize(1);
    }

    @Test
    void rowsReadAgainInTheOverlapAreDuplicatesButTheirNewVersionsAreNot() {
        rows("[{'id':1,'updated_at':'2026-11-20 10:00:00'},{'id':2,'updated_at':'2026-11-20 10:00:01'}]");
        Batch again = rows("[{'id':2,'updated_at':'2026-11-20 10:00:01'},{'id':1,'updated_at':'2026-11-20 10:00:02'}]");
        assertThat(again.live()).extracting(item -> item.message().subject()).containsExactly("1");
        assertThat(again.live().get(0).message().time()).isEqualTo(Instant.parse("2026-11-20T10:00:02Z"));
    }

    @Test
    void twoChangesOfOneSecondDifferByTheirContent() {
        rows("[{'id':1,'updated_at':'2026-11-20 10:00:00','firstname':'A'}]");
        assertThat(rows("[{'id':1,'updated_at':'2026-11-20 10:00:00','firstname':'B'}]")
                        .live())
                .hasSize(1);
    }

    @Test
    void aRowThatWasReadBeforeIsNewsAgainOnceSomethingElseWasHeardOfItsRecord() {
        String row = "[{'id':42,'updated_at':'2026-11-20 10:00:00','state':'complete'}]";
        assertThat(rows(row).live()).hasSize(1);
        event("late", "{'id':42,'updated_at':'2026-11-20 10:00:00','state':'processing'}");
        assertThat(rows(row).live()).hasSize(1);
        assertThat(rows(row).live()).isEmpty();
    }

    @Test
    void ofTwoEventsTheLaterSaidSortsLastInWhicheverOrderTheyArrive() {
        String second = reception
                .event(CUSTOMERS, json("{'id':42}"), "b", "42", "2026-11-20T10:00:00.900Z", null)
                .live()
                .get(0)
                .message()
                .id();
        String first = reception
                .event(CUSTOMERS, json("{'id':42}"), "a", "42", "2026-11-20T10:00:00.100Z", null)
                .live()
                .get(0)
                .message()
                .id();
        assertThat(first).isLessThan(second);
    }

    @Test
    void anEventFromTheFutureIsAsOldAsItsArrival() {
        Instant time = reception
                .event(CUSTOMERS, json("{'id':42}"), "a", "42", "2999-01-01T00:00:00Z", null)
                .live()
                .get(0)
                .message()
                .time();
        assertThat(time).isBeforeOrEqualTo(Instant.now());
    }

    @Test
    void aReceptionThatIsRolledBackLeavesNoKeyBehind() {
        assertThatThrownBy(() -> store.write(tx -> {
                    event("msg_1", "{'id':42}");
                    throw new IllegalStateException("the bus step failed");
                }))
                .hasMessage("the bus step failed");
        assertThat(event("msg_1", "{'id':42}").live()).hasSize(1);
    }

    @Test
    void aJourneyShowsWhatBecameOfTheMessageInEveryFlow() {
        Item item = event("msg_1", "{'id':42}").live().get(0);
        Item done =
                item.note(Note.RECORD, "r1").note(Note.TARGET_ID, "003x").settle(Outcome.of(Outcome.Kind.DELIVERED));
        new Outcomes(store)
                .record(List.of(new Handled(
                        done, "customers-to-salesforce", "abc", "salesforce", Instant.now(), Duration.ofMillis(3))));
        JourneyQuery byRecord = new JourneyQuery(null, null, null, "delivered", "r1", null);
        assertThat(journeys.list(byRecord, 10)).singleElement().satisfies(journey -> {
            Journey.Step step = journey.steps().get(0);
            assertThat(step.flow()).isEqualTo("customers-to-salesforce");
            assertThat(step.revision()).isEqualTo("abc");
            assertThat(step.outcome()).isEqualTo("delivered");
            assertThat(step.targetId()).isEqualTo("003x");
            assertThat(step.durationMicros()).isEqualTo(3_000);
        });
        assertThat(journeys.list(new JourneyQuery("magento-de", null, null, null, null, null), 10))
                .isEmpty();
    }
}
