package io.serai.hub;

import static io.serai.hub.HubFixture.outcome;
import static io.serai.hub.HubFixture.read;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.message.Batches;
import io.serai.message.Ids;
import io.serai.message.Item;
import io.serai.message.Message;
import io.serai.message.Note;
import io.serai.store.Concurrently;
import io.serai.store.SqlStore;
import io.serai.store.TestStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person did, as facts. */
class EngagementTest {
    private static final String CLICK =
            "{\"type\":\"clicked\",\"email\":\"Anna@example.com\",\"campaign\":\"spring\",\"points\":5}";

    @TempDir
    Path folder;

    private final Ids ids = new Ids();
    private HubFixture hub;

    @BeforeEach
    void open() throws Exception {
        hub = new HubFixture(folder);
    }

    @AfterEach
    void close() {
        hub.close();
    }

    private Item told(String system, String json) {
        String id = ids.next();
        return Item.of(new Message(id, "any.engagement", system, "x", Instant.now(), id, read(json)), 1);
    }

    private Item engage(Item item) {
        return hub.run("hub:engage", item).get(0);
    }

    private String anna() {
        return hub.merge(hub.said("magento-pl", "1", 1, "{\"email\":\"anna@example.com\"}"))
                .note(Note.RECORD);
    }

    private JsonNode engagements(String record, String options) {
        Exchange exchange = hub.to("hub:engagements" + options, hub.exchange(true, List.of(hub.change(record))));
        return exchange.getMessage().getBody(JsonNode.class).path("engagements");
    }

    private JsonNode engagements(String record) {
        return engagements(record, "");
    }

    @Test
    void aFactIsKeptForWhoIsKnownByTheAddressAndGoesOnAsNewsOfTheRecord() {
        String anna = anna();
        Item kept = engage(told("omnisend", CLICK));
        assertThat(outcome(kept)).isEqualTo("live");
        assertThat(kept.note(Note.RECORD)).isEqualTo(anna);
        assertThat(kept.note(Note.ENTITY)).isEqualTo("customer");
        assertThat(kept.body().path("record").asText()).isEqualTo(anna);
        assertThat(kept.body().path("campaign").asText()).isEqualTo("spring");
        assertThat(kept.body().has("email")).isFalse();
        JsonNode known = engagements(anna);
        assertThat(known.path("counts").path("clicked").asInt()).isEqualTo(1);
        assertThat(known.path("points").asInt()).isEqualTo(5);
        assertThat(known.path("history").get(0).path("system").asText()).isEqualTo("omnisend");
    }

    @Test
    void thePersonIsAlsoKnownByItsIdInTheSourceOrInAnotherSystemOrByTheRecord() {
        String anna = anna();
        for (String who : List.of("\"customer\":\"1\"", "\"customer\":\"magento-pl:1\"", "\"record\":\"" + anna + "\""))
            assertThat(outcome(engage(told("magento-pl", "{\"type\":\"called\"," + who + "}"))))
                    .as(who)
                    .isEqualTo("live");
        assertThat(engagements(anna).path("total").asInt()).isEqualTo(3);
    }

    @Test
    void theSameFactCountsOnceHoweverOftenItComes() {
        String anna = anna();
        Item item = told("omnisend", CLICK);
        engage(item);
        assertThat(outcome(engage(item))).isEqualTo("skipped-duplicate/known-fact");
        String withId = CLICK.replace("{", "{\"id\":\"e1\",");
        assertThat(outcome(engage(told("omnisend", withId)))).isEqualTo("live");
        assertThat(outcome(engage(told("omnisend", withId)))).isEqualTo("skipped-duplicate/known-fact");
        assertThat(outcome(engage(told("other", withId))))
                .as("another system's id")
                .isEqualTo("live");
        assertThat(engagements(anna).path("total").asInt()).isEqualTo(3);
    }

    @Test
    void aFactOfSomebodyUnknownWaitsAndMakesNobodyACustomer() {
        assertThat(outcome(engage(told("omnisend", CLICK)))).isEqualTo("completed/unknown-person");
        assertThat(hub.rows("hub_record")).isZero();
        String other = hub.merge(hub.said("magento-pl", "2", 1, "{\"email\":\"ben@example.com\"}"))
                .note(Note.RECORD);
        assertThat(engagements(other).path("total").asInt()).isZero();
        assertThat(engagements(anna()).path("total").asInt()).isEqualTo(1);
    }

    @Test
    void aFactAboutACustomerWhoIsNotMergedYetIsTriedAgain() {
        assertThat(outcome(engage(told("magento-pl", "{\"type\":\"ordered\",\"customer\":\"1\"}"))))
                .isEqualTo("parked/unknown-person");
        assertThat(hub.rows("hub_engagement")).isZero();
    }

    @Test
    void whatIsNoFactIsGivenUp() {
        assertThat(outcome(engage(told("omnisend", "{\"email\":\"anna@example.com\"}"))))
                .isEqualTo("dead/not-a-fact");
        assertThat(outcome(engage(told("omnisend", "{\"type\":\"clicked\"}")))).isEqualTo("dead/no-person");
        assertThat(outcome(engage(told("omnisend", CLICK.replace("{", "{\"at\":\"yesterday\",")))))
                .isEqualTo("dead/bad-time");
    }

    @Test
    void countsAndHistoryAreOfATimeAndOnlyTheNewestAreShown() {
        String anna = anna();
        for (int day = 1; day <= 5; day++)
            engage(told(
                    "omnisend",
                    "{\"type\":\"opened\",\"email\":\"anna@example.com\",\"points\":1,\"at\":\""
                            + Instant.now().minusSeconds(day * 86_400L) + "\"}"));
        engage(told("omnisend", CLICK));
        JsonNode all = engagements(anna, "?limit=2");
        assertThat(all.path("total").asInt()).isEqualTo(6);
        assertThat(all.path("history")).hasSize(2);
        assertThat(all.path("history").get(0).path("type").asText()).isEqualTo("clicked");
        JsonNode recent = engagements(anna, "?since=P3DT1H");
        assertThat(recent.path("counts").path("opened").asInt()).isEqualTo(3);
        assertThat(recent.path("points").asInt()).isEqualTo(8);
        assertThat(Instant.parse(recent.path("last").path("opened").asText()))
                .isBefore(Instant.now().minusSeconds(86_000));
    }

    @Test
    void theRestOfTheBodyStays() {
        String anna = anna();
        Exchange exchange = hub.to("hub:record", hub.exchange(true, List.of(hub.change(anna))));
        JsonNode body = hub.to("hub:engagements", exchange).getMessage().getBody(JsonNode.class);
        assertThat(body.path("email").asText()).isEqualTo("anna@example.com");
        assertThat(body.path("engagements").path("total").asInt()).isZero();
    }

    @Test
    void oldFactsAreForgottenAndThoseOfNobodyWhoIsKnownSooner() {
        String anna = anna();
        Instant now = Instant.now();
        for (int days : List.of(10, 60, 2000)) {
            String at = ",\"at\":\"" + now.minus(Duration.ofDays(days)) + "\"}";
            engage(told("omnisend", CLICK.replace("}", at)));
            engage(told("omnisend", CLICK.replace("}", at).replace("Anna", "nobody")));
        }
        assertThat(hub.rows("hub_engagement")).isEqualTo(6);
        new EngagementRetention(hub.store, Clock.systemUTC(), Duration.ofDays(1095), Duration.ofDays(30), List.of())
                .run();
        assertThat(hub.rows("hub_engagement")).isEqualTo(3);
        assertThat(engagements(anna).path("total").asInt()).isEqualTo(2);
    }

    @Test
    void factsOfAForgottenPersonAreErasedAndNoNewOnesAreKept() {
        String anna = anna();
        engage(told("omnisend", CLICK));
        hub.run("hub:forget", hub.change(anna));
        assertThat(hub.rows("hub_engagement")).isZero();
        Item late = engage(told("omnisend", CLICK));
        assertThat(outcome(late)).isEqualTo("skipped-filtered/forgotten");
        assertThat(late.note(Note.RECORD))
                .as("so that the erasure finds its payload")
                .isEqualTo(anna);
        assertThat(hub.rows("hub_engagement")).isZero();
    }

    @Test
    void factsThatWaitedAreNotGivenToSomebodyForgotten() {
        String anna = anna();
        hub.merge(hub.said("hubspot", "h1", 1, "{\"email\":\"anna@example.com\"}"));
        hub.merge(hub.said("hubspot", "h1", 2, "{\"email\":\"other@example.com\"}"));
        engage(told("omnisend", CLICK.replace("Anna", "other")));
        assertThat(hub.rows("hub_engagement")).isEqualTo(1);
        hub.run("hub:forget", hub.change(anna));
        assertThat(hub.rows("hub_engagement")).isZero();
    }

    @Test
    void whoTurnsOutToBeTheSamePersonDidAllOfIt() {
        String anna = anna();
        String ben = hub.merge(hub.said("hubspot", "h2", 1, "{\"email\":\"ben@example.com\"}"))
                .note(Note.RECORD);
        hub.merge(hub.said("hubspot", "h1", 1, "{\"email\":\"anna@example.com\"}"));
        engage(told("omnisend", CLICK));
        engage(told("omnisend", CLICK.replace("Anna", "ben")));
        Item united = hub.run(
                        "hub:unite?entity=customer", hub.said("hubspot", "", 5, "{\"from\":\"h2\",\"into\":\"h1\"}"))
                .get(0);
        for (String id : List.of(anna, ben, united.note(Note.RECORD)))
            assertThat(engagements(id).path("total").asInt()).as(id).isEqualTo(2);
        Item late = told("omnisend", "{\"type\":\"clicked\",\"record\":\"" + ben + "\"}");
        assertThat(engage(late).note(Note.RECORD)).isEqualTo(united.note(Note.RECORD));
        assertThat(engagements(anna).path("total").asInt()).isEqualTo(3);
    }

    @Test
    void aFactIsKeptExactlyIfTheTransactionWithItsNewsCommits() throws Exception {
        String anna = anna();
        hub.route(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").policy("store").to("hub:engage").throwException(new IllegalStateException("no"));
            }
        });
        Item item = told("omnisend", CLICK);
        hub.camel.createProducerTemplate().send("direct:in", hub.exchange(true, List.of(item)));
        assertThat(engagements(anna).path("total").asInt()).isZero();
        assertThat(outcome(engage(item))).isEqualTo("live");
    }

    @Test
    void theRecordShowsHowOftenAndWhenLast() {
        String anna = anna();
        assertThat(hub.records.show(anna).orElseThrow().engagements()).isNull();
        engage(told("omnisend", CLICK));
        engage(told("omnisend", CLICK));
        RecordView.Engaged engaged = hub.records.show(anna).orElseThrow().engagements();
        assertThat(engaged.total()).isEqualTo(2);
        assertThat(engaged.points()).isEqualTo(10);
        assertThat(engaged.counts()).containsEntry("clicked", 2L);
        assertThat(engaged.last().type()).isEqualTo("clicked");
        assertThat(hub.records.engagements(anna, 1))
                .singleElement()
                .satisfies(fact -> assertThat(fact.campaign()).isEqualTo("spring"));
    }

    @Test
    void whatIsDerivedHereIsMergedInTheNameOfTheOptionAndToldSo() {
        String anna = anna();
        Item derived = hub.change(anna)
                .with(read("{\"email\":\"other@example.com\",\"score\":7}"))
                .note(Note.ENTITY, "customer")
                .note(Note.EXTERNAL_ID, anna)
                .note(Note.RECORD, anna);
        Item linked = hub.run("hub:link?system=hubspot", derived).get(0);
        Item merged = hub.run("hub:merge?system=hubspot", linked).get(0);
        assertThat(merged.note(Note.SOURCE)).isEqualTo("hubspot");
        assertThat(hub.data(anna).path("score").asInt()).isEqualTo(7);
        assertThat(hub.data(anna).path("email").asText()).isEqualTo("anna@example.com");
    }

    @Test
    void noFactIsStrandedWhenItsPersonAppearsAtTheSameTime() throws Exception {
        try (SqlStore beside = TestStore.openBeside(hub.store, folder)) {
            Step there = new Engage(beside, hub.models, null, null, Clock.systemUTC());
            for (int round = 0; round < 10; round++) {
                String email = "p" + round + "@example.com";
                Item fact = told("omnisend", "{\"type\":\"clicked\",\"email\":\"" + email + "\"}");
                Item person = hub.said("magento-pl", "p" + round, 1, "{\"email\":\"" + email + "\"}");
                List<Callable<Boolean>> both = new ArrayList<>();
                both.add(() -> {
                    Exchange exchange = hub.exchange(true, List.of(fact));
                    there.run(exchange);
                    return Batches.envelope(exchange) != null;
                });
                both.add(() -> hub.merge(person).live());
                assertThat(Concurrently.run(both)).containsOnly(true);
                String record = hub.records.find(email).get(0).id();
                assertThat(engagements(record).path("total").asInt()).isEqualTo(1);
            }
        }
    }
}
