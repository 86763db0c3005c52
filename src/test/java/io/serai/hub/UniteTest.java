package io.serai.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import io.serai.message.Item;
import io.serai.message.LinkKey;
import io.serai.message.Note;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UniteTest {
    private static final String ANN = "{\"email\":\"ann@example.com\",\"phone\":\"1\"}";
    private static final String EVA = "{\"email\":\"eva@example.com\",\"phone\":\"2\",\"name\":\"Eva\"}";
    private static final String CONTACT = "target=salesforce&object=Contact";

    @TempDir
    Path folder;

    private HubFixture hub;
    private String ann;
    private String eva;

    @BeforeEach
    void open() throws Exception {
        hub = new HubFixture(folder);
        ann = said("magento-pl", "9", 1, ANN);
        eva = said("hubspot", "h1", 1, EVA);
        said("hubspot", "h2", 2, ANN);
    }

    @AfterEach
    void close() {
        hub.close();
    }

    private String said(String system, String id, long second, String json) {
        return hub.merge(hub.said(system, id, second, json)).note(Note.RECORD);
    }

    private Item unite(String system, long second, String json) {
        return hub.run("hub:unite?entity=customer", hub.said(system, "", second, json))
                .get(0);
    }

    @Test
    void twoRecordsBecomeTheOlderOneAndTheOtherIdLeadsToIt() {
        assertThat(ann).isNotEqualTo(eva);
        Item united = unite("hubspot", 5, "{\"from\":\"h1\",\"into\":\"h2\"}");
        assertThat(united.live()).isTrue();
        assertThat(united.note(Note.RECORD)).isEqualTo(ann);
        assertThat(united.body().get("record").asText()).isEqualTo(ann);
        assertThat(united.body().get("united").toString()).isEqualTo("[\"" + eva + "\"]");
        assertThat(hub.rows("hub_record")).isEqualTo(1);
        RecordView record = hub.records.show(eva).orElseThrow();
        assertThat(record.id()).isEqualTo(ann);
        assertThat(record.aliases()).containsExactly(eva);
        assertThat(record.links())
                .extracting(link -> link.system() + ":" + link.externalId() + (link.goneInto() == null ? "" : " gone"))
                .containsExactly("magento-pl:9", "hubspot:h1 gone", "hubspot:h2");
        assertThat(record.history()).extracting(RecordView.Change::what).contains("merge", "removal");
        assertThat(audited()).containsExactly("hub merge " + ann + " " + eva);
    }

    @Test
    void whatTheGoneObjectSaidCountsOnlyWhereNobodyElseSaysAnything() {
        said("hubspot", "h1", 4, "{\"email\":\"eva@example.com\",\"phone\":\"9\",\"job\":\"Smith\"}");
        unite("hubspot", 5, "{\"from\":\"h1\",\"into\":\"h2\"}");
        assertThat(hub.data(ann).get("phone").asText()).isEqualTo("1");
        assertThat(hub.data(ann).get("job").asText()).isEqualTo("Smith");
        assertThat(hub.data(ann).get("email").asText()).isEqualTo("ann@example.com");
    }

    @Test
    void whoNamesTheMergedRecordFindsTheSurvivor() {
        unite("hubspot", 5, "{\"from\":\"h1\",\"into\":\"h2\"}");
        assertThat(hub.run("hub:record", hub.change(eva)).get(0).note(Note.RECORD))
                .isEqualTo(ann);
        assertThat(hub.run("hub:pending?" + CONTACT, hub.change(eva), hub.change(ann)))
                .extracting(item -> HubFixture.outcome(item) + " " + item.note(Note.RECORD))
                .containsExactly("live " + ann, "skipped-unchanged/coalesced " + ann);
        hub.run("hub:link?system=dynamics", hub.change(eva).note(Note.TARGET_ID, "d1"));
        assertThat(said("dynamics", "d1", 6, "{\"job\":\"x\"}")).isEqualTo(ann);
        assertThat(said("hubspot", "h1", 1, EVA)).isEqualTo(ann);
        assertThat(hub.links.resolve(new LinkKey("customer", "hubspot", "h1", "dynamics")))
                .contains("d1");
        hub.run("hub:forget", hub.change(eva));
        assertThat(hub.records.show(ann).orElseThrow().forgottenAt()).isNotNull();
    }

    @Test
    void theSameNewsAgainChangesNothingAndAnyOrderOfTwoMergesEndsInOneRecord() {
        String third = said("hubspot", "h3", 1, "{\"email\":\"third@example.com\"}");
        unite("hubspot", 6, "{\"from\":\"h2\",\"into\":\"h3\"}");
        Item item = unite("hubspot", 5, "{\"from\":[\"h1\"],\"into\":\"h2\"}");
        assertThat(item.note(Note.RECORD)).isEqualTo(ann);
        assertThat(HubFixture.outcome(unite("hubspot", 5, "{\"from\":\"h1\",\"into\":\"h2\"}")))
                .isEqualTo("skipped-unchanged/known");
        for (String id : List.of(ann, eva, third))
            assertThat(hub.records.show(id).orElseThrow().id()).isEqualTo(ann);
        assertThat(hub.rows("hub_alias")).isEqualTo(2);
    }

    @Test
    void objectsThatNothingIsKnownOfAreRememberedSoThatTheirOldMessagesBringNothingBack() {
        assertThat(HubFixture.outcome(unite("hubspot", 9, "{\"from\":\"x1\",\"into\":\"x2\"}")))
                .isEqualTo("skipped-filtered/unknown-object");
        String one = said("hubspot", "x2", 8, "{\"email\":\"x@example.com\"}");
        assertThat(said("hubspot", "x1", 8, "{\"email\":\"y@example.com\"}")).isEqualTo(one);
        assertThat(hub.records.show(one).orElseThrow().links())
                .filteredOn(link -> link.goneAt() != null)
                .extracting(RecordView.Link::externalId)
                .containsExactly("x1");
        assertThat(unite("hubspot", 9, "{\"from\":\"h1\",\"into\":\"fresh\"}").note(Note.RECORD))
                .isEqualTo(eva);
        assertThat(said("hubspot", "fresh", 10, EVA)).isEqualTo(eva);
    }

    @Test
    void whatCannotBeReadIsToldAndHoldsNobodyBack() {
        assertThat(HubFixture.outcomes(hub.run(
                        "hub:unite",
                        hub.said("nothing", "hubspot", "1", 1, "{\"from\":\"h1\",\"into\":\"h2\"}"),
                        hub.said("hubspot", "1", 1, "{\"from\":\"h1\"}"),
                        hub.said("hubspot", "1", 1, "{\"from\":\"h1\",\"into\":\"h2\"}")
                                .note(Note.SOURCE_TIME, "yesterday"),
                        hub.said("hubspot", "1", 1, "{\"from\":\"h2\",\"into\":\"h2\"}"),
                        hub.said("hubspot", "1", 5, "{\"from\":\"h1\",\"into\":\"h2\"}"))))
                .containsExactly(
                        "dead/unknown-entity",
                        "dead/no-identity",
                        "dead/bad-source-time",
                        "skipped-unchanged/same-object",
                        "live");
    }

    @Test
    void aSecondStepMayFollowTheSameObjectsOfAnotherEntity() {
        Item first = hub.said("hubspot", "", 5, "{\"from\":\"h1\",\"into\":\"h2\"}");
        String one = hub.merge(hub.said("order", "hubspot", "h1", 1, "{\"total\":1}"))
                .note(Note.RECORD);
        String two = hub.merge(hub.said("order", "hubspot", "h2", 1, "{\"total\":2}"))
                .note(Note.RECORD);
        Exchange exchange = hub.exchange(true, List.of(first));
        hub.to("hub:unite?entity=customer", exchange);
        hub.to("hub:unite?entity=order", exchange);
        Item item = HubFixture.items(exchange).get(0);
        assertThat(item.body().get("entity").asText()).isEqualTo("order");
        assertThat(hub.records.show(two).orElseThrow().id()).isEqualTo(one);
    }

    @Test
    void aKeyThatWasGivenToTheMergedRecordMeanwhileIsTheSurvivors() {
        unite("hubspot", 5, "{\"from\":\"h1\",\"into\":\"h2\"}");
        MatchKey late = MatchKey.of("customer", "email", TextNode.valueOf("late@example.com"))
                .orElseThrow();
        hub.store.write(tx -> {
            MatchTable.add(tx, Map.of(late, eva));
            return null;
        });
        assertThat(said("shopify", "1", 6, "{\"email\":\"late@example.com\"}")).isEqualTo(ann);
        assertThat(said("shopify", "1", 7, "{\"email\":\"late@example.com\",\"phone\":\"7\"}"))
                .isEqualTo(ann);
    }

    @Test
    void theSurvivorsObjectGoesOnAndTheOtherIsNamed() {
        delivered(ann, "003A");
        delivered(eva, "003B");
        unite("hubspot", 5, "{\"from\":\"h1\",\"into\":\"h2\"}");
        RecordView record = hub.records.show(ann).orElseThrow();
        assertThat(record.deliveries())
                .extracting(RecordView.Delivery::externalId)
                .containsExactly("003A");
        assertThat(record.extra()).extracting(RecordView.Delivery::externalId).containsExactly("003B");
        assertThat(record.history().stream()
                        .filter(change -> change.what().equals("merge"))
                        .findFirst()
                        .orElseThrow()
                        .detail()
                        .toString())
                .contains("\"extra\":[{\"target\":\"salesforce\",\"object\":\"Contact\",\"id\":\"003B\"}]");
        assertThat(hub.merge(hub.said("salesforce", "003B", 9, EVA)).note(Note.RECORD))
                .isEqualTo(ann);
        Item pending = hub.run("hub:pending?" + CONTACT, hub.change(ann)).get(0);
        assertThat(pending.live()).isTrue();
        assertThat(pending.note(Note.KNOWN_AS)).isNull();
    }

    @Test
    void anObjectThatOnlyTheMergedRecordHasIsWrittenToUnderTheIdThatItsTargetKnows() {
        delivered(eva, "003B");
        unite("hubspot", 5, "{\"from\":\"h1\",\"into\":\"h2\"}");
        Item pending = hub.run("hub:pending?" + CONTACT, hub.change(ann)).get(0);
        assertThat(pending.note(Note.RECORD)).isEqualTo(ann);
        assertThat(pending.note(Note.KNOWN_AS)).isEqualTo(eva);
        assertThat(hub.records.show(ann).orElseThrow().deliveries())
                .extracting(RecordView.Delivery::externalId)
                .containsExactly("003B");
    }

    @Test
    void whenTheTargetItselfMergesTheOnesThatAreLeftAreWrittenToAndItsOwnNewsIsNoReasonToLeaveItOut() {
        delivered(ann, "003A");
        delivered(eva, "003B");
        Item united = unite("salesforce", 5, "{\"from\":\"003A\",\"into\":\"003B\"}");
        assertThat(united.note(Note.RECORD)).isEqualTo(ann);
        RecordView record = hub.records.show(ann).orElseThrow();
        assertThat(record.deliveries())
                .extracting(each -> each.externalId() + " " + each.state())
                .containsExactly("003B overtaken");
        assertThat(record.extra()).isEmpty();
        Exchange exchange = hub.exchange(false, List.of(united));
        hub.to("hub:pending?" + CONTACT, exchange);
        assertThat(HubFixture.items(exchange).get(0).live()).isTrue();
        assertThat(HubFixture.items(exchange).get(0).note(Note.KNOWN_AS)).isEqualTo(eva);
    }

    @Test
    void anObjectThatTheTargetKeptAndNobodyKnewIsWrittenToThoughNoValueChanges() {
        delivered(ann, "003A");
        Item united = unite("salesforce", 5, "{\"from\":\"003A\",\"into\":\"003C\"}");
        assertThat(united.live()).isTrue();
        assertThat(united.body().get("changed")).isEmpty();
        assertThat(hub.records.show(ann).orElseThrow().deliveries())
                .extracting(each -> each.externalId() + " " + each.state())
                .containsExactly("003C overtaken");
        assertThat(HubFixture.outcomes(hub.run("hub:pending?" + CONTACT, united)))
                .containsExactly("live");
        assertThat(HubFixture.outcome(unite("salesforce", 5, "{\"from\":\"003A\",\"into\":\"003C\"}")))
                .isEqualTo("skipped-unchanged/known");
    }

    @Test
    void aDeliveryThatWasUnderWayBelongsToTheSurvivor() {
        Exchange exchange = hub.exchange(false, List.of(hub.change(eva)));
        hub.to("hub:pending?" + CONTACT, exchange);
        hub.to("hub:unsent?" + CONTACT, exchange);
        unite("hubspot", 5, "{\"from\":\"h1\",\"into\":\"h2\"}");
        exchange.getMessage().setBody(HubFixture.read("[{\"ok\":true,\"id\":\"003B\"}]"));
        hub.to("hub:delivered?" + CONTACT, exchange);
        assertThat(HubFixture.outcomes(HubFixture.items(exchange))).containsExactly("delivered");
        RecordView record = hub.records.show(ann).orElseThrow();
        assertThat(record.deliveries())
                .extracting(each -> each.externalId() + " " + each.state())
                .containsExactly("003B behind");
        assertThat(record.links()).extracting(RecordView.Link::externalId).contains("003B");
        assertThat(hub.run("hub:pending?" + CONTACT, hub.change(ann)).get(0).note(Note.KNOWN_AS))
                .isEqualTo(eva);
    }

    @Test
    void whatWasLoadedBeforeIsNotSentAfterIt() {
        Exchange exchange = hub.exchange(false, List.of(hub.change(eva)));
        hub.to("hub:pending?" + CONTACT, exchange);
        unite("hubspot", 5, "{\"from\":\"h1\",\"into\":\"h2\"}");
        hub.to("hub:unsent?" + CONTACT, exchange);
        assertThat(HubFixture.outcomes(HubFixture.items(exchange))).containsExactly("skipped-superseded/united");
    }

    @Test
    void theSurvivorIsNotSentWithoutTheIdByWhichItsNewObjectIsKnown() {
        Exchange exchange = hub.exchange(false, List.of(hub.change(ann)));
        hub.to("hub:pending?" + CONTACT, exchange);
        delivered(eva, "003B");
        unite("hubspot", 5, "{\"from\":\"h1\",\"into\":\"h2\"}");
        hub.to("hub:unsent?" + CONTACT, exchange);
        assertThat(HubFixture.outcomes(HubFixture.items(exchange))).containsExactly("skipped-superseded/united");
    }

    @Test
    void whoWaitsForTheOneIsToldOfTheOthersObjects() {
        delivered(ann, "003A");
        hub.released.clear();
        unite("hubspot", 5, "{\"from\":\"h1\",\"into\":\"h2\"}");
        assertThat(hub.released).contains(new LinkKey("customer", "hubspot", "h1", "salesforce"));
    }

    @Test
    void whoIsForgottenStaysForgottenWithAllThatTurnsOutToBeTheSamePerson() {
        hub.run("hub:forget", hub.change(eva));
        String erasure = "hub:pending?target=salesforce&object=erasure&forgotten=true&once=again";
        Exchange first = hub.exchange(false, List.of(hub.change(eva)));
        hub.to(erasure, first);
        hub.to("hub:unsent?target=salesforce&object=erasure&identity=false", first);
        first.getMessage().setBody(HubFixture.read("[{\"ok\":true}]"));
        hub.to("hub:delivered?target=salesforce&object=erasure&identity=false", first);
        assertThat(HubFixture.outcomes(hub.run(erasure, hub.change(eva))))
                .containsExactly("skipped-duplicate/told-already");
        Item erased = unite("hubspot", 5, "{\"from\":\"h2\",\"into\":\"h1\"}");
        assertThat(HubFixture.outcome(erased)).isEqualTo("live");
        assertThat(erased.body().get("record").asText()).isEqualTo(eva);
        assertThat(erased.body().get("forgotten").asBoolean()).isTrue();
        assertThat(HubFixture.outcomes(hub.run(erasure, hub.change(eva)))).containsExactly("live");
        assertThat(HubFixture.outcome(unite("hubspot", 5, "{\"from\":\"h2\",\"into\":\"h1\"}")))
                .isEqualTo("skipped-filtered/forgotten");
        RecordView record = hub.records.show(ann).orElseThrow();
        assertThat(record.id()).isEqualTo(eva);
        assertThat(record.data()).isEmpty();
        assertThat(record.links()).allMatch(link -> link.says() == null);
        assertThat(HubFixture.outcome(hub.merge(hub.said("magento-pl", "9", 99, ANN))))
                .isEqualTo("skipped-filtered/forgotten");
        assertThat(HubFixture.outcome(hub.merge(hub.said("shopify", "1", 99, ANN))))
                .isEqualTo("skipped-filtered/forgotten");
    }

    private List<String> audited() {
        return hub.store.read(tx -> tx.query("SELECT who, action, subject FROM audit", row -> {
            var subject = HubFixture.read(row.getString(3));
            return row.getString(1) + " " + row.getString(2) + " "
                    + subject.get("survivor").asText() + " "
                    + subject.get("merged").asText();
        }));
    }

    private void delivered(String record, String id) {
        DeliveryTable.Target contact = new DeliveryTable.Target("salesforce", "Contact", true);
        hub.store.write(tx -> {
            DeliveryTable.taken(tx, contact, List.of(new DeliveryTable.Taken(record, 1, "f", id)), Instant.now());
            return null;
        });
        hub.run("hub:link?system=salesforce", hub.change(record).note(Note.TARGET_ID, id));
    }
}
