package io.serai.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.message.Item;
import io.serai.message.LinkKey;
import io.serai.message.Note;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemoveTest {
    private static final String ANN = "{\"email\":\"ann@example.com\",\"phone\":\"1\"}";
    private static final String CONTACT = "target=salesforce&object=Contact";

    @TempDir
    Path folder;

    private HubFixture hub;
    private String ann;

    @BeforeEach
    void open() throws Exception {
        hub = new HubFixture(folder);
        ann = hub.merge(hub.said("magento-pl", "9", 1, ANN)).note(Note.RECORD);
    }

    @AfterEach
    void close() {
        hub.close();
    }

    private Item remove(String system, String id, long second) {
        return hub.run("hub:remove", hub.said(system, id, second, "{}")).get(0);
    }

    private Item restore(String id, long second) {
        return hub.run("hub:restore", hub.said("magento-pl", id, second, "{}")).get(0);
    }

    @Test
    void whatADeletedObjectSaidGivesWayToWhatOthersSay() {
        hub.merge(hub.said("hubspot", "h1", 5, "{\"email\":\"ann@example.com\",\"phone\":\"5\",\"job\":\"Smith\"}"));
        Item removed = remove("hubspot", "h1", 6);
        assertThat(removed.live()).isTrue();
        assertThat(removed.body().get("changed").toString()).isEqualTo("[\"phone\"]");
        assertThat(removed.body().has("gone")).isFalse();
        assertThat(hub.data(ann).get("phone").asText()).isEqualTo("1");
        assertThat(hub.data(ann).get("job").asText()).isEqualTo("Smith");
        assertThat(HubFixture.outcome(remove("hubspot", "h1", 6))).isEqualTo("skipped-unchanged/known");
    }

    @Test
    void aRecordThatNoSystemHasAnyMoreIsKeptAndMarkedAndNotDelivered() {
        Item removed = remove("magento-pl", "9", 5);
        assertThat(removed.body().get("gone").asBoolean()).isTrue();
        RecordView record = hub.records.show(ann).orElseThrow();
        assertThat(record.goneAt()).isNotNull();
        assertThat(record.data()).isEqualTo(HubFixture.read(ANN));
        assertThat(HubFixture.outcomes(hub.run("hub:pending?" + CONTACT, hub.change(ann))))
                .containsExactly("skipped-filtered/gone");
        assertThat(HubFixture.outcomes(hub.run("hub:pending?gone=true&" + CONTACT, hub.change(ann))))
                .containsExactly("live");
        assertThat(hub.run("hub:record", hub.change(ann))
                        .get(0)
                        .body()
                        .get("gone")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void aRecordIsStillFoundByTheAddressThatOnlyADeletedObjectGaveIt() {
        hub.merge(hub.said("crm", "c1", 2, ANN)); // a system whose addresses do not become the record's
        hub.merge(hub.said("magento-pl", "9", 3, "{\"email\":\"new@example.com\",\"phone\":\"1\"}"));

        remove("magento-pl", "9", 4);

        assertThat(hub.data(ann).get("email").asText()).isEqualTo("new@example.com");
        assertThat(hub.records.find("new@example.com"))
                .extracting(RecordView::id)
                .containsExactly(ann);
        assertThat(hub.merge(hub.said("magento-pl", "10", 5, "{\"email\":\"new@example.com\"}"))
                        .note(Note.RECORD))
                .as("who registers again is the same person")
                .isEqualTo(ann);
    }

    @Test
    void anOlderMessageDoesNotBringADeletedObjectBackButANewerOneDoes() {
        remove("magento-pl", "9", 5);
        hub.merge(hub.said("magento-pl", "9", 4, "{\"phone\":\"4\"}"));
        assertThat(HubFixture.outcome(hub.merge(hub.said("magento-pl", "9", 3, "{\"phone\":\"3\"}"))))
                .isEqualTo("skipped-stale/stale");
        assertThat(hub.records.show(ann).orElseThrow().goneAt()).isNotNull();
        assertThat(HubFixture.outcomes(hub.run("hub:pending?" + CONTACT, hub.change(ann))))
                .containsExactly("skipped-filtered/gone");
        Item back = hub.merge(hub.said("magento-pl", "9", 6, ANN));
        assertThat(back.live()).isTrue();
        assertThat(back.note(Note.RECORD)).isEqualTo(ann);
        RecordView record = hub.records.show(ann).orElseThrow();
        assertThat(record.goneAt()).isNull();
        assertThat(record.links().get(0).goneAt()).isNull();
        assertThat(HubFixture.outcome(remove("magento-pl", "9", 5))).isEqualTo("skipped-unchanged/known");
        assertThat(hub.records.show(ann).orElseThrow().goneAt()).isNull();
    }

    @Test
    void anObjectThatIsThereAfterAllSaysWhatItSaidAndTargetsAreToldAnew() {
        hub.merge(hub.said("magento-de", "7", 4, "{\"email\":\"ann@example.com\",\"phone\":\"4\"}"));
        remove("magento-pl", "9", 5);
        long version = hub.records.show(ann).orElseThrow().version();
        assertThat(HubFixture.outcome(restore("9", 4))).as("it went later").isEqualTo("skipped-unchanged/known");

        Item back = restore("9", 6);
        assertThat(back.live()).isTrue();
        RecordView record = hub.records.show(ann).orElseThrow();
        assertThat(back.body().path("version").asLong())
                .isEqualTo(record.version())
                .isGreaterThan(version);
        assertThat(record.links()).allMatch(link -> link.goneAt() == null);
        assertThat(HubFixture.outcome(restore("9", 6))).isEqualTo("skipped-unchanged/known");
        assertThat(hub.records.show(ann).orElseThrow().version()).isEqualTo(record.version());
        Item stale = hub.merge(hub.said("magento-pl", "9", 0, "{\"phone\":\"0\"}"));
        assertThat(HubFixture.outcome(stale)).as("its times are what they were").isEqualTo("skipped-stale/stale");
        remove("magento-pl", "9", 7);
        assertThat(hub.records.show(ann).orElseThrow().links())
                .anyMatch(link -> link.externalId().equals("9") && link.goneAt() != null);
    }

    @Test
    void whatIsThereAfterAllIsOneThatSomebodyKnewAndHasNotForgotten() {
        assertThat(HubFixture.outcome(restore("77", 6))).isEqualTo("skipped-filtered/unknown-object");
        remove("magento-pl", "9", 5);
        hub.run("hub:forget", hub.change(ann));
        assertThat(HubFixture.outcome(restore("9", 6))).isEqualTo("skipped-filtered/forgotten");
    }

    @Test
    void aMergeIsNotTakenBack() {
        hub.merge(hub.said("magento-pl", "10", 4, "{\"email\":\"b@example.com\"}"));
        hub.run("hub:unite", hub.said("magento-pl", "9", 5, "{\"from\":\"9\",\"into\":\"10\"}"));
        assertThat(HubFixture.outcome(restore("9", 6))).isEqualTo("skipped-unchanged/known");
    }

    @Test
    void aDeletionThatComesBeforeTheFirstMessageOfTheObjectCounts() {
        assertThat(HubFixture.outcome(remove("magento-de", "5", 9))).isEqualTo("skipped-filtered/unknown-object");
        Item late = hub.merge(hub.said("magento-de", "5", 8, "{\"email\":\"late@example.com\"}"));
        assertThat(hub.records.show(late.note(Note.RECORD)).orElseThrow().goneAt())
                .isNotNull();
        assertThat(HubFixture.outcomes(hub.run("hub:pending?" + CONTACT, hub.change(late.note(Note.RECORD)))))
                .containsExactly("skipped-filtered/gone");
    }

    @Test
    void whatPeopleMadeInATargetAndDeletedThereIsNotWrittenThereAgain() {
        hub.merge(hub.said("salesforce", "003", 2, ANN));
        hub.merge(hub.said("salesforce", "004", 3, ANN));
        remove("salesforce", "003", 5);
        assertThat(HubFixture.outcomes(HubFixture.items(pending(""))))
                .as("another one is there")
                .containsExactly("live");
        remove("salesforce", "004", 6);
        assertThat(HubFixture.outcomes(HubFixture.items(pending("")))).containsExactly("skipped-filtered/gone-there");
        assertThat(HubFixture.outcomes(HubFixture.items(pending("&recreate=true"))))
                .containsExactly("live");
        hub.merge(hub.said("salesforce", "004", 7, ANN));
        assertThat(HubFixture.outcomes(HubFixture.items(pending("")))).containsExactly("live");
    }

    @Test
    void whatPeopleDeletedInATargetIsNotWrittenThereAgain() {
        DeliveryTable.Target contact = new DeliveryTable.Target("salesforce", "Contact", true);
        hub.store.write(tx -> {
            DeliveryTable.taken(tx, contact, List.of(new DeliveryTable.Taken(ann, 1, "f", "003")), Instant.now());
            return null;
        });
        hub.run("hub:link?system=salesforce", hub.change(ann).note(Note.TARGET_ID, "003"));
        remove("salesforce", "003", 5);
        hub.merge(hub.said("magento-pl", "9", 6, "{\"email\":\"ann@example.com\",\"phone\":\"6\"}"));
        assertThat(hub.records.show(ann).orElseThrow().goneAt()).isNull();
        assertThat(HubFixture.outcomes(hub.run("hub:pending?" + CONTACT, hub.change(ann))))
                .containsExactly("skipped-filtered/gone-there");
        assertThat(HubFixture.outcomes(hub.run("hub:pending?recreate=true&" + CONTACT, hub.change(ann))))
                .containsExactly("live");
        hub.merge(hub.said("salesforce", "003", 7, "{\"name\":\"Ann\"}"));
        assertThat(HubFixture.outcomes(hub.run("hub:pending?" + CONTACT, hub.change(ann))))
                .containsExactly("live");
    }

    private final LinkKey toSalesforce = new LinkKey("customer", "magento-pl", "9", "salesforce");

    @Test
    void whoRefersToAnObjectThatWasDeletedInATargetIsToldSo() {
        assertThat(hub.links.gone(toSalesforce)).isEmpty();
        deliver();
        assertThat(hub.links.resolve(toSalesforce)).contains("003");
        remove("salesforce", "003", 5);
        assertThat(hub.links.resolve(toSalesforce)).isEmpty();
        assertThat(hub.links.gone(toSalesforce)).contains("was deleted there");
        assertThat(hub.released).contains(toSalesforce);
        assertThat(hub.links.gone(new LinkKey("customer", "magento-pl", "9", "dynamics")))
                .isEmpty();
        assertThat(hub.links.gone(new LinkKey("customer", "magento-pl", "nobody", "salesforce")))
                .isEmpty();
    }

    @Test
    void whatMayStillComeToATargetIsNotGoneThere() {
        deliver();
        remove("salesforce", "003", 5);
        Exchange again = pending("&recreate=true");
        hub.to("hub:unsent?" + CONTACT, again);
        assertThat(hub.links.gone(toSalesforce)).isEmpty();
        answered(again, "{\"ok\":true,\"id\":\"004\",\"created\":true}");
        assertThat(hub.links.resolve(toSalesforce)).contains("004");
    }

    @Test
    void whoIsForgottenOrInNoSystemAnyMoreComesToNoTarget() {
        String bob = hub.merge(hub.said("magento-pl", "10", 1, "{\"email\":\"bob@example.com\"}"))
                .note(Note.RECORD);
        hub.run("hub:forget", hub.change(bob));
        assertThat(hub.links.gone(new LinkKey("customer", "magento-pl", "10", "salesforce")))
                .contains("was forgotten");
        remove("magento-pl", "9", 5);
        assertThat(hub.links.gone(toSalesforce)).contains("is in no system any more");
    }

    private Exchange pending(String options) {
        return hub.to("hub:pending?" + CONTACT + options, hub.exchange(false, List.of(hub.change(ann))));
    }

    private void answered(Exchange exchange, String result) {
        exchange.getMessage().setBody(HubFixture.read("[" + result + "]"));
        hub.to("hub:delivered?" + CONTACT, exchange);
    }

    private void deliver() {
        Exchange first = pending("");
        hub.to("hub:unsent?" + CONTACT, first);
        answered(first, "{\"ok\":true,\"id\":\"003\",\"created\":true}");
        hub.merge(hub.said("magento-pl", "9", 2, "{\"email\":\"ann@example.com\",\"phone\":\"2\"}"));
    }

    private String state() {
        return hub.records.show(ann).orElseThrow().deliveries().get(0).state();
    }

    @Test
    void whatWasDeletedThereAfterItWasLoadedIsNotSentUnlessItIsToBeMadeAgain() {
        deliver();
        Exchange slow = pending("");
        Exchange again = pending("&recreate=true");
        remove("salesforce", "003", 5);
        hub.to("hub:unsent?" + CONTACT, slow);
        assertThat(HubFixture.outcomes(HubFixture.items(slow))).containsExactly("skipped-filtered/gone-there");
        assertThat(state()).isEqualTo("gone");
        hub.to("hub:unsent?" + CONTACT, again);
        answered(again, "{\"ok\":true,\"id\":\"004\",\"created\":true}");
        assertThat(HubFixture.outcomes(HubFixture.items(again))).containsExactly("delivered");
        assertThat(state()).isEqualTo("delivered");
    }

    @Test
    void whatWasDeletedThereWhileItWasWrittenStaysDeletedWhateverTheAnswer() {
        deliver();
        for (String answer : List.of(
                "{\"ok\":false,\"code\":\"LOCKED\",\"retry\":true}", "{\"ok\":true,\"id\":\"003\"}", "{\"ok\":true}")) {
            Exchange slow = pending("&recreate=true");
            hub.to("hub:unsent?" + CONTACT, slow);
            hub.store.write(tx -> {
                Deliveries.gone(tx, ann, "salesforce", "003");
                return null;
            });
            answered(slow, answer);
            assertThat(state()).as(answer).isEqualTo("gone");
        }
        assertThat(HubFixture.outcomes(HubFixture.items(pending("")))).containsExactly("skipped-filtered/gone-there");
    }

    @Test
    void whatTheTargetMadeWhileItsFormerObjectWasDeletedIsThere() {
        deliver();
        Exchange slow = pending("");
        hub.to("hub:unsent?" + CONTACT, slow);
        remove("salesforce", "003", 5);
        answered(slow, "{\"ok\":true,\"id\":\"004\",\"created\":true}");
        assertThat(state()).isEqualTo("delivered");
    }

    @Test
    void anObjectThatIsBackIsNewsAlsoForItsOwnSystemThoughNoValueChanges() {
        deliver();
        remove("salesforce", "003", 5);
        Item back = hub.merge(hub.said("salesforce", "003", 7, "{\"email\":\"ann@example.com\"}"));
        assertThat(back.live()).isTrue();
        assertThat(back.body().get("changed")).isEmpty();
        assertThat(HubFixture.outcomes(hub.run("hub:pending?" + CONTACT, back))).containsExactly("live");
    }

    @Test
    void theObjectIsNamedByTheNoteTheBodyOrTheMessage() {
        Item noted = hub.said("magento-pl", "9", 5, "{\"id\":\"other\"}");
        assertThat(HubFixture.outcome(hub.run("hub:remove", noted).get(0))).isEqualTo("live");
        Item bare = Item.of(noted.message(), 1);
        assertThat(HubFixture.outcome(hub.run("hub:remove", bare).get(0))).isEqualTo("dead/no-entity");
        assertThat(HubFixture.outcome(
                        hub.run("hub:remove?entity=customer", bare).get(0)))
                .isEqualTo("skipped-filtered/unknown-object");
        assertThat(hub.run("hub:remove?entity=customer&system=magento-pl", bare.with(HubFixture.read("{}")))
                        .get(0)
                        .note(Note.RECORD))
                .isEqualTo(ann);
    }
}
