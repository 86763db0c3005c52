package io.serai.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.message.Item;
import io.serai.message.LinkKey;
import io.serai.message.Note;
import io.serai.message.ReadBack;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeliveryTest {
    private static final String TO = "?target=salesforce&object=Contact";

    @TempDir
    Path folder;

    private HubFixture hub;
    private String ann;

    @BeforeEach
    void open() throws Exception {
        hub = new HubFixture(folder);
        ann = customer("9", 1, "{\"email\":\"ann@example.com\",\"phone\":\"1\"}");
    }

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void pendingGivesTheRecordAsItIsNow() {
        customer("9", 2, "{\"email\":\"ann@example.com\",\"phone\":\"2\"}");
        Item pending = hub.run("hub:pending" + TO, hub.change(ann)).get(0);
        assertThat(pending.body()).isEqualTo(HubFixture.read("{\"email\":\"ann@example.com\",\"phone\":\"2\"}"));
        assertThat(pending.notes())
                .containsEntry(Note.ENTITY, "customer")
                .containsEntry(Note.RECORD, ann)
                .containsEntry(Note.VERSION, "2")
                .containsEntry(Note.TARGET, "salesforce");
    }

    @Test
    void aRecordThatASystemMustKnowIsLeftOutWhileItDoesNotAndElseItsIdThereIsTold() {
        String only = "hub:pending?target=shop-broker&object=Event&known=";
        assertThat(HubFixture.outcomes(hub.run(only + "hubspot", hub.change(ann))))
                .containsExactly("skipped-filtered/not-in-hubspot");
        Exchange exchange = hub.exchange(true, List.of(hub.change(ann)));
        hub.to(only + "magento-pl", exchange);
        assertThat(HubFixture.outcomes(HubFixture.items(exchange))).containsExactly("live");
        assertThat(exchange.getMessage().getHeader("SeraiTargetId")).isEqualTo("9");
    }

    @Test
    void aRecordIsNamedByAnObjectOfASystemAndOneThatIsNotKnownYetIsTriedAgain() {
        String of = "hub:record?entity=customer&system=magento-pl&idField=user";
        assertThat(told(of, "{\"user\":\"9\"}").note(Note.RECORD)).isEqualTo(ann);
        assertThat(told(of, "{\"user\":9}").body().path("email").asText()).isEqualTo("ann@example.com");
        Item early = told(of, "{\"user\":\"10\"}");
        assertThat(HubFixture.outcome(early)).isEqualTo("parked/waiting-for-link");
        assertThat(told(of + "&unknown=allow", "{\"user\":\"10\"}").body())
                .isEqualTo(HubFixture.read("{\"user\":\"10\"}"));
        assertThat(told(of + "&unknown=allow", "{\"user\":\"9\"}").note(Note.RECORD))
                .isEqualTo(ann);
        hub.merge(hub.said("magento-pl", "10", 1, "{\"email\":\"bob@example.com\"}"));
        assertThat(hub.released).contains(early.outcome().awaits());
        assertThat(HubFixture.outcome(told(of, "{}"))).isEqualTo("dead/no-identity");
    }

    private Item told(String uri, String body) {
        return hub.run(uri, hub.change("a fact").with(HubFixture.read(body))).get(0);
    }

    @Test
    void whatTheTargetSaidItselfItIsNotTold() {
        assertThat(HubFixture.outcomes(hub.run("hub:pending?target=magento-pl&object=customer", hub.change(ann))))
                .containsExactly("skipped-unchanged/own-change");
    }

    @Test
    void manyChangesOfOneRecordCostOneDelivery() {
        assertThat(HubFixture.outcomes(
                        hub.run("hub:pending" + TO, hub.change(ann), hub.change("nobody"), hub.change(ann))))
                .containsExactly("live", "skipped-filtered/unknown-record", "skipped-unchanged/coalesced");
    }

    @Test
    void whatWasDeliveredIsNotDeliveredAgainUntilItChanges() {
        assertThat(deliver(ann, ok("003A"))).containsExactly("delivered");
        assertThat(deliver(ann, ok("003A"))).containsExactly("skipped-unchanged/already-delivered");
        customer("9", 2, "{\"email\":\"ann@example.com\",\"phone\":\"2\"}");
        assertThat(deliver(ann, ok("003A"))).containsExactly("delivered");
    }

    @Test
    void aChangeThatTheTargetWouldNotSeeIsNotSentAndCountsAsDelivered() {
        deliver(ann, ok("003A"));
        customer("9", 2, "{\"email\":\"ann@example.com\",\"phone\":\"1\",\"name\":\"not mapped\"}");
        assertThat(deliver(ann, ok("003A"))).containsExactly("skipped-unchanged/same-content");
        assertThat(deliver(ann, ok("003A"))).containsExactly("skipped-unchanged/already-delivered");
        assertThat(delivery(ann).version()).isEqualTo(2);
    }

    @Test
    void whoWasForgottenSinceTheRecordWasLoadedIsNotSent() {
        Exchange exchange = hub.exchange(false, List.of(hub.change(ann)));
        hub.to("hub:pending" + TO, exchange);
        hub.run("hub:forget", hub.change(ann));
        hub.to("hub:unsent" + TO, exchange);
        assertThat(HubFixture.outcomes(HubFixture.items(exchange))).containsExactly("skipped-filtered/forgotten");
    }

    @Test
    void anErasureWaitsForTheAnswerOfADeliveryThatIsUnderWay() {
        String erasure = "hub:pending?target=salesforce&object=erasure&known=salesforce&forgotten=true&once=again";
        Exchange exchange = hub.exchange(false, List.of(hub.change(ann)));
        hub.to("hub:pending" + TO, exchange);
        hub.to("hub:unsent" + TO, exchange);
        hub.run("hub:forget", hub.change(ann));
        assertThat(HubFixture.outcomes(hub.run(erasure, hub.change(ann)))).containsExactly("parked/delivery-under-way");
        Instant begun = Instant.now().minus(Duration.ofMinutes(20)); // as a bulk job may have
        hub.store.write(tx -> tx.update("UPDATE hub_delivery SET at = ? WHERE state = 'sending'", begun));
        assertThat(HubFixture.outcomes(hub.run(erasure, hub.change(ann)))).containsExactly("parked/delivery-under-way");
        exchange.getMessage().setBody(HubFixture.read("[" + "{\"ok\":true,\"id\":\"003A\"}]"));
        hub.to("hub:delivered" + TO, exchange);
        assertThat(HubFixture.outcomes(hub.run(erasure, hub.change(ann)))).containsExactly("live");
    }

    @Test
    void resultsSettleEachRecordAlone() {
        String bob = customer("10", 1, "{\"email\":\"bob@example.com\"}");
        String eve = customer("11", 1, "{\"email\":\"eve@example.com\"}");
        List<Item> items = send(
                List.of(ann, bob, eve),
                "[{\"ok\":true,\"id\":\"003A\",\"created\":true},"
                        + "{\"ok\":false,\"code\":\"UNABLE_TO_LOCK_ROW\",\"message\":\"locked\",\"retry\":true},"
                        + "{\"ok\":false,\"code\":\"REQUIRED_FIELD_MISSING\",\"message\":\"LastName\",\"retry\":false}]");
        assertThat(HubFixture.outcomes(items))
                .containsExactly("delivered", "parked/UNABLE_TO_LOCK_ROW", "dead/REQUIRED_FIELD_MISSING");
        assertThat(items.get(0).note(Note.TARGET_ID)).isEqualTo("003A");
        assertThat(delivery(ann).state()).isEqualTo("delivered");
        assertThat(delivery(bob).state()).isEqualTo("failed");
        assertThat(delivery(bob).reason()).isEqualTo("UNABLE_TO_LOCK_ROW");
        assertThat(deliver(bob, ok("003B"))).containsExactly("delivered");
        assertThat(delivery(bob).reason()).isNull();
    }

    @Test
    void resultsOfAnotherNumberAreRefusedAndSettleNothing() {
        Exchange exchange = prepared(List.of(ann));
        exchange.getMessage().setBody(HubFixture.read("[" + ok("1") + "," + ok("2") + "]"));
        assertThatThrownBy(() -> hub.to("hub:delivered" + TO, exchange))
                .hasMessageContaining("2 results for 1 records");
        assertThat(HubFixture.outcomes(HubFixture.items(exchange))).containsExactly("live");
    }

    @Test
    void aDeliveredRecordIsLinkedAndWhoWaitedForItGoesOn() {
        LinkKey link = new LinkKey("customer", "magento-pl", "9", "salesforce");
        assertThat(hub.links.resolve(link)).isEmpty();
        deliver(ann, ok("003A"));
        assertThat(hub.links.resolve(link)).contains("003A");
        assertThat(hub.released).contains(link);
    }

    @Test
    void theTargetIsToldTheIdThatItHasForARecordAndThatIsNoContent() {
        String bob = customer("10", 1, "{\"email\":\"bob@example.com\"}");
        deliver(ann, ok("003A"));
        hub.merge(hub.said("magento-pl", "9", 50, "{\"email\":\"ann@example.com\",\"phone\":\"2\"}"));
        Exchange exchange = hub.to("hub:pending" + TO, hub.exchange(false, List.of(hub.change(ann), hub.change(bob))));
        hub.to("hub:unsent" + TO + "&idField=id", exchange);

        JsonNode bodies = exchange.getMessage().getBody(JsonNode.class);
        assertThat(bodies.at("/0/id").asText()).isEqualTo("003A");
        assertThat(bodies.get(1).has("id")).isFalse();
        exchange.getMessage().setBody(HubFixture.read("[" + ok("003A") + "," + ok("003B") + "]"));
        hub.to("hub:delivered" + TO, exchange);
        assertThat(HubFixture.outcomes(HubFixture.items(exchange))).containsExactly("delivered", "delivered");
        customer("9", 60, "{\"email\":\"ann@example.com\",\"phone\":\"2\",\"name\":\"Ann\"}");
        Exchange again = hub.to("hub:pending" + TO, hub.exchange(false, List.of(hub.change(ann))));
        again.getMessage().getBody(JsonNode.class).forEach(DeliveryTest::map);
        hub.to("hub:unsent" + TO + "&idField=id", again);
        assertThat(HubFixture.outcomes(HubFixture.items(again))).containsExactly("skipped-unchanged/same-content");
    }

    @Test
    void anObjectThatTheTargetHadBeforeIsTakenOverOnce() {
        hub.merge(hub.said("salesforce", "003P", 40, "{\"email\":\"ann@example.com\"}"));

        Exchange first = hub.to("hub:pending" + TO, hub.exchange(false, List.of(hub.change(ann))));
        hub.to("hub:unsent" + TO + "&idField=Id&adopt=true", first);
        assertThat(first.getMessage().getBody(JsonNode.class).at("/0/Id").asText())
                .isEqualTo("003P");
        first.getMessage().setBody(HubFixture.read("[" + ok("003P") + "]"));
        hub.to("hub:delivered" + TO, first);

        hub.merge(hub.said("magento-pl", "9", 50, "{\"email\":\"ann@example.com\",\"phone\":\"2\"}"));
        Exchange second = hub.to("hub:pending" + TO, hub.exchange(false, List.of(hub.change(ann))));
        hub.to("hub:unsent" + TO + "&idField=Id&adopt=true", second);
        assertThat(second.getMessage().getBody(JsonNode.class)).hasSize(1);
        assertThat(second.getMessage().getBody(JsonNode.class).get(0).has("Id")).isFalse();
    }

    @Test
    void anObjectThatIsOnlyAboutTheRecordIsNoIdentity() {
        Exchange exchange =
                hub.to("hub:pending?target=salesforce&object=Task", hub.exchange(false, List.of(hub.change(ann))));
        hub.to("hub:unsent?target=salesforce&object=Task&identity=false", exchange);
        exchange.getMessage().setBody(HubFixture.read("[" + ok("00T") + "]"));
        hub.to("hub:delivered?target=salesforce&object=Task&identity=false", exchange);
        assertThat(hub.links.resolve(new LinkKey("customer", "magento-pl", "9", "salesforce")))
                .isEmpty();
        deliver(ann, ok("003A"));
        assertThat(hub.links.resolve(new LinkKey("customer", "magento-pl", "9", "salesforce")))
                .contains("003A");
    }

    @Test
    void theTargetsOwnReportOfWhatWasWrittenIsNoChangeAndNoOpinion() {
        deliver(ann, ok("003A"));
        String wrote = "{\"email\":\"ann@example.com\",\"phone\":\"1\"}";
        Item echo = hub.merge(hub.said("salesforce", "003A", 5, wrote));
        assertThat(HubFixture.outcome(echo)).isEqualTo("skipped-unchanged/no-change");
        assertThat(echo.note(Note.RECORD)).isEqualTo(ann);
        // the shop's change is older than the echo, and wins all the same
        customer("9", 3, "{\"email\":\"ann@example.com\",\"phone\":\"2\"}");
        assertThat(hub.data(ann).get("phone").asText()).isEqualTo("2");
        // what the shop clears is not kept alive by the echo
        customer("9", 4, "{\"email\":\"ann@example.com\"}");
        assertThat(hub.data(ann).has("phone")).isFalse();
    }

    @Test
    void whatTheTargetSaysInItsOwnWordsOfWhatWasWrittenIsNoOpinionUntilSomebodyChangesIt() {
        customer("9", 2, "{\"email\":\"ann@example.com\",\"phone\":\"1 or 2\",\"company\":\"7\"}");
        Exchange exchange = hub.to("hub:pending" + TO, hub.exchange(false, List.of(hub.change(ann))));
        ReadBack.add(exchange, Map.of(ann, HubFixture.read("{\"phone\":\"1\",\"company\":\"001A\"}")));
        hub.to("hub:unsent" + TO, exchange).getMessage().setBody(HubFixture.read("[" + ok("003A") + "]"));
        hub.to("hub:delivered" + TO, exchange);

        long later = Instant.now().getEpochSecond() + 60;
        String wrote = "{\"email\":\"ann@example.com\",\"phone\":\"%s\",\"company\":\"001A\"}";
        Item echo = hub.merge(hub.said("salesforce", "003A", later, wrote.formatted("1")));
        assertThat(HubFixture.outcome(echo)).isEqualTo("skipped-unchanged/no-change");
        assertThat(hub.data(ann).get("phone").asText()).isEqualTo("1 or 2");

        hub.merge(hub.said("salesforce", "003A", later + 60, wrote.formatted("3")));
        assertThat(hub.data(ann).get("phone").asText()).isEqualTo("3");
        hub.merge(hub.said("salesforce", "003A", later + 120, wrote.formatted("1")));
        assertThat(hub.data(ann).get("phone").asText())
                .describedAs("set back by somebody")
                .isEqualTo("1");
    }

    @Test
    void aLateEchoOfAnEarlierWriteIsNoOpinionEither() {
        deliver(ann, ok("003A"));
        customer("9", 2, "{\"email\":\"ann@example.com\",\"phone\":\"2\"}");
        deliver(ann, ok("003A"));
        hub.merge(hub.said("salesforce", "003A", 5, "{\"email\":\"ann@example.com\",\"phone\":\"1\"}"));
        assertThat(hub.data(ann).get("phone").asText()).isEqualTo("2");
    }

    @Test
    void whatTheTargetHadBeforeAnOutageIsNoOpinionHoweverOftenTheNextWriteWasTried() {
        deliver(ann, ok("003A"));
        customer("9", 2, "{\"email\":\"ann@example.com\",\"phone\":\"2\"}");
        for (int attempt = 0; attempt < 5; attempt++)
            assertThat(deliver(ann, "{\"ok\":false,\"retry\":true,\"code\":\"503\"}"))
                    .containsExactly("parked/503");
        hub.merge(hub.said("salesforce", "003A", 5, "{\"email\":\"ann@example.com\",\"phone\":\"1\"}"));
        assertThat(hub.data(ann).get("phone").asText()).isEqualTo("2");
        assertThat(deliver(ann, ok("003A"))).containsExactly("delivered");
    }

    @Test
    void whatTheTargetHadBeforeAnOutageIsNoOpinionHoweverManyOtherWritesWereTried() {
        deliver(ann, ok("003A"));
        for (int second = 2; second < 8; second++) {
            customer("9", second, "{\"email\":\"ann@example.com\",\"phone\":\"" + second + "\"}");
            prepared(List.of(ann)); // never answered
        }
        hub.merge(hub.said("salesforce", "003A", 20, "{\"email\":\"ann@example.com\",\"phone\":\"1\"}"));
        assertThat(hub.data(ann).get("phone").asText()).isEqualTo("7");
        long later = Instant.now().getEpochSecond() + 60;
        hub.merge(hub.said("salesforce", "003A", later, "{\"email\":\"ann@example.com\",\"phone\":\"1\"}"));
        assertThat(hub.data(ann).get("phone").asText())
                .describedAs("set by somebody since")
                .isEqualTo("1");
    }

    @Test
    void whatSomebodyChangesInTheTargetIsItsOpinion() {
        deliver(ann, ok("003A"));
        long later = Instant.now().getEpochSecond() + 60;
        Item edit = hub.merge(hub.said(
                "salesforce", "003A", later, "{\"email\":\"ann@example.com\",\"phone\":\"3\",\"name\":\"Ann\"}"));
        assertThat(edit.live()).isTrue();
        assertThat(edit.body().get("changed").toString()).isEqualTo("[\"name\",\"phone\"]");
        assertThat(hub.data(ann).get("phone").asText()).isEqualTo("3");
    }

    @Test
    void whatSomebodyChangesInTheTargetAndSetsBackIsItsOpinionToo() {
        deliver(ann, ok("003A"));
        long later = Instant.now().getEpochSecond() + 60;
        hub.merge(hub.said("salesforce", "003A", later, "{\"email\":\"ann@example.com\",\"phone\":\"3\"}"));
        hub.merge(hub.said("salesforce", "003A", later + 60, "{\"email\":\"ann@example.com\",\"phone\":\"1\"}"));
        assertThat(hub.data(ann).get("phone").asText()).isEqualTo("1");
        customer("9", 3, "{\"email\":\"ann@example.com\"}"); // the shop clears it, the other has it of its own
        assertThat(hub.data(ann).get("phone").asText()).isEqualTo("1");
    }

    @Test
    void afterAnUnansweredCallNothingIsTakenForSentAlready() {
        deliver(ann, ok("003A"));
        customer("9", 2, "{\"email\":\"ann@example.com\",\"phone\":\"2\"}");
        prepared(List.of(ann)); // sent; whether the target has it nobody knows
        customer("9", 3, "{\"email\":\"ann@example.com\",\"phone\":\"1\"}");
        assertThat(delivery(ann).state()).isEqualTo("sending");
        assertThat(deliver(ann, ok("003A"))).containsExactly("delivered");
    }

    @Test
    void writesThatCrossedAreSentAgain() {
        Exchange slow = prepared(List.of(ann));
        customer("9", 2, "{\"email\":\"ann@example.com\",\"phone\":\"2\"}");
        assertThat(deliver(ann, ok("003A"))).containsExactly("delivered");
        slow.getMessage().setBody(HubFixture.read("[" + ok("003A") + "]"));
        hub.to("hub:delivered" + TO, slow);
        assertThat(HubFixture.outcomes(HubFixture.items(slow))).containsExactly("parked/overtaken");
        assertThat(delivery(ann).version()).isEqualTo(2);
        assertThat(deliver(ann, ok("003A"))).containsExactly("delivered");
        assertThat(delivery(ann).state()).isEqualTo("delivered");
    }

    @Test
    void anOlderVersionIsNotSentAfterANewerOne() {
        Exchange slow = hub.to("hub:pending" + TO, hub.exchange(false, List.of(hub.change(ann))));
        customer("9", 2, "{\"email\":\"ann@example.com\",\"phone\":\"2\"}");
        deliver(ann, ok("003A"));
        hub.to("hub:unsent" + TO, slow);
        assertThat(HubFixture.outcomes(HubFixture.items(slow))).containsExactly("skipped-stale/newer-delivered");
    }

    @Test
    void aSingleRecordHasOneResult() {
        Exchange exchange = hub.exchange(true, List.of(hub.change(ann)));
        hub.to("hub:pending" + TO, exchange);
        hub.to("hub:unsent" + TO, exchange);
        exchange.getMessage().setBody(HubFixture.read(ok("003A")));
        hub.to("hub:delivered" + TO, exchange);
        assertThat(HubFixture.outcomes(HubFixture.items(exchange))).containsExactly("delivered");
    }

    @Test
    void aDeliveryWithoutATargetIsRefusedWhenTheRouteStarts() {
        assertThatThrownBy(() -> hub.camel.getEndpoint("hub:pending").createProducer())
                .hasMessageContaining("needs a target and an object");
        assertThatThrownBy(() -> hub.camel.getEndpoint("hub:marge"))
                .rootCause()
                .hasMessageContaining("expected one of merge");
    }

    private String customer(String externalId, long second, String json) {
        return hub.merge(hub.said("magento-pl", externalId, second, json)).note(Note.RECORD);
    }

    private static String ok(String id) {
        return "{\"ok\":true,\"id\":\"" + id + "\",\"created\":false}";
    }

    private RecordView.Delivery delivery(String record) {
        return hub.records.show(record).orElseThrow().deliveries().get(0);
    }

    private List<String> deliver(String record, String result) {
        return HubFixture.outcomes(send(List.of(record), "[" + result + "]"));
    }

    /** The delivery route up to the answer of the target. */
    private List<Item> send(List<String> records, String results) {
        Exchange exchange = prepared(records);
        if (HubFixture.items(exchange).stream().anyMatch(Item::live)) {
            exchange.getMessage().setBody(HubFixture.read(results));
            hub.to("hub:delivered" + TO, exchange);
        }
        return HubFixture.items(exchange);
    }

    private Exchange prepared(List<String> records) {
        List<Item> changes = new ArrayList<>();
        records.forEach(record -> changes.add(hub.change(record)));
        Exchange exchange = hub.to("hub:pending" + TO, hub.exchange(false, changes));
        exchange.getMessage().getBody(JsonNode.class).forEach(DeliveryTest::map);
        return hub.to("hub:unsent" + TO, exchange);
    }

    /** Stands for a mapping to which the name means nothing. */
    private static void map(JsonNode record) {
        ((ObjectNode) record).remove("name");
    }
}
