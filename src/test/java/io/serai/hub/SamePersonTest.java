package io.serai.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.message.Item;
import io.serai.message.Note;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two records that turn out to have one e-mail address. */
class SamePersonTest {
    private static final String ANN = "{\"email\":\"ann@example.com\"}";
    private static final String OLD = "{\"email\":\"old@example.com\",\"phone\":\"7\"}";

    @TempDir
    Path folder;

    private HubFixture hub;

    @BeforeEach
    void open() throws Exception {
        hub = new HubFixture(folder);
    }

    @AfterEach
    void close() {
        hub.close();
    }

    private Item merge(String system, String id, long second, String json) {
        return hub.merge(hub.said(system, id, second, json));
    }

    private String said(String system, String id, long second, String json) {
        return merge(system, id, second, json).note(Note.RECORD);
    }

    private void rule(String rule) throws Exception {
        Files.writeString(
                folder.resolve("model/customer.yaml"),
                HubFixture.CUSTOMER.replace("match: [email]", "match: [{ field: email, unite: " + rule + " }]"));
        assertThat(hub.models.reload()).isEmpty();
    }

    @Test
    void aCustomerOfTwoShopsBecomesOneRecordWhenTheSecondShopLearnsTheAddress() {
        String ann = said("magento-pl", "9", 1, ANN);
        String other = said("magento-de", "77", 1, OLD);
        Item united = merge("magento-de", "77", 2, "{\"email\":\"ann@example.com\",\"phone\":\"7\"}");
        assertThat(united.live()).isTrue();
        assertThat(united.note(Note.RECORD)).isEqualTo(ann);
        assertThat(united.note(Merger.CONFLICT)).isNull();
        assertThat(united.body().get("united").toString()).isEqualTo("[\"" + other + "\"]");
        assertThat(united.body().get("changed").toString()).contains("phone");
        assertThat(hub.data(ann).get("phone").asText()).isEqualTo("7");
        assertThat(hub.records.show(other).orElseThrow().links())
                .extracting(RecordView.Link::system)
                .containsExactlyInAnyOrder("magento-pl", "magento-de");
        assertThat(hub.records.show(ann).orElseThrow().history().get(1).detail().toString())
                .contains("\"reason\":\"the same email\"")
                .doesNotContain("ann@example.com");
        assertThat(said("shopify", "1", 3, "{\"email\":\"old@example.com\"}"))
                .isNotEqualTo(ann); // the address was given up
    }

    @Test
    void laterItemsOfTheBatchSeeTheSurvivor() {
        said("magento-pl", "9", 1, ANN);
        List<Item> merged = hub.run(
                "hub:merge",
                hub.said("magento-de", "77", 1, OLD),
                hub.said("magento-de", "77", 2, ANN),
                hub.said("magento-de", "77", 3, "{\"email\":\"ann@example.com\",\"phone\":\"8\"}"));
        assertThat(HubFixture.outcomes(merged)).containsExactly("live", "live", "live");
        assertThat(hub.run("hub:record", hub.change(merged.get(0).note(Note.RECORD)))
                        .get(0)
                        .body()
                        .get("phone")
                        .asText())
                .isEqualTo("8");
        assertThat(hub.rows("hub_record")).isEqualTo(1);
    }

    @Test
    void twoCustomersOfOneShopStayTwoUnlessTheModelSaysOtherwise() throws Exception {
        String ann = said("magento-pl", "9", 1, ANN);
        String bob = said("magento-pl", "10", 1, OLD);
        said("magento-de", "77", 1, "{\"email\":\"old@example.com\"}");
        assertThat(merge("magento-pl", "10", 2, ANN).note(Merger.CONFLICT)).isEqualTo("email");
        assertThat(hub.records.show(bob).orElseThrow().id()).isEqualTo(bob);
        rule("always");
        assertThat(said("magento-pl", "10", 3, "{\"email\":\"ann@example.com\",\"phone\":\"3\"}"))
                .isEqualTo(ann);
        assertThat(hub.records.show(bob).orElseThrow().id()).isEqualTo(ann);
        assertThat(hub.rows("hub_claim")).isZero();
    }

    @Test
    void nobodyIsMergedWhereTheModelSaysNever() throws Exception {
        rule("never");
        String ann = said("magento-pl", "9", 1, ANN);
        said("magento-de", "77", 1, OLD);
        Item conflict = merge("magento-de", "77", 2, ANN);
        assertThat(conflict.note(Merger.CONFLICT)).isEqualTo("email");
        assertThat(hub.records.show(conflict.note(Note.RECORD)).orElseThrow().conflicts())
                .isEqualTo(Map.of("email", ann));
    }

    @Test
    void aKeyThatItsOwnerGivesUpGoesToWhoWaitsForIt() {
        String ann = said("magento-pl", "9", 1, ANN);
        String bob = said("magento-pl", "10", 1, OLD);
        String cem = said("magento-pl", "11", 1, "{\"email\":\"cem@example.com\"}");
        said("magento-pl", "10", 2, ANN);
        said("magento-pl", "11", 2, ANN);
        said("magento-pl", "9", 3, "{\"email\":\"new@example.com\"}");
        assertThat(hub.records.show(bob).orElseThrow().conflicts()).isEmpty();
        assertThat(hub.records.show(cem).orElseThrow().conflicts()).isEqualTo(Map.of("email", bob));
        assertThat(said("magento-fr", "1", 4, ANN)).isEqualTo(bob);
        said("magento-pl", "11", 5, "{\"email\":\"cem@example.com\"}");
        said("magento-pl", "10", 5, OLD);
        assertThat(said("magento-fr", "1", 5, "{\"email\":\"fr@example.com\"}")).isEqualTo(bob);
        assertThat(hub.rows("hub_claim")).isZero();
        assertThat(said("magento-es", "1", 6, ANN)).isNotIn(ann, bob, cem);
    }

    @Test
    void aKeyThatWasGivenUpInTheSameBatchIsKnownToBeWhoseItIsNow() {
        String ann = said("magento-pl", "9", 1, ANN);
        String bob = said("magento-pl", "10", 1, OLD);
        said("magento-pl", "10", 2, ANN);
        List<Item> merged = hub.run(
                "hub:merge",
                hub.said("magento-pl", "9", 3, "{\"email\":\"new@example.com\"}"),
                hub.said("magento-fr", "1", 4, ANN));
        assertThat(merged).extracting(item -> item.note(Note.RECORD)).containsExactly(ann, bob);
        assertThat(said("magento-es", "1", 5, ANN)).isEqualTo(bob);
    }

    @Test
    void objectsThatWeWroteOurselvesDoNotKeepTwoRecordsApart() {
        String ann = said("magento-pl", "9", 1, ANN);
        String other = said("magento-de", "77", 1, OLD);
        DeliveryTable.Target contact = new DeliveryTable.Target("salesforce", "Contact", true);
        for (String record : List.of(ann, other)) {
            hub.store.write(tx -> {
                var taken = List.of(new DeliveryTable.Taken(record, 1, "f", "003" + record));
                DeliveryTable.taken(tx, contact, taken, Instant.now());
                return null;
            });
            hub.run("hub:link?system=salesforce", hub.change(record).note(Note.TARGET_ID, "003" + record));
        }
        assertThat(said("magento-de", "77", 2, ANN)).isEqualTo(ann);
        RecordView record = hub.records.show(ann).orElseThrow();
        assertThat(record.extra()).extracting(RecordView.Delivery::externalId).containsExactly("003" + other);
    }

    @Test
    void whoTurnsOutToBeSomebodyForgottenIsForgotten() {
        String ann = said("magento-pl", "9", 1, ANN);
        said("magento-de", "77", 1, OLD);
        hub.run("hub:forget", hub.change(ann));
        Item erased = merge("magento-de", "77", 2, ANN);
        assertThat(HubFixture.outcome(erased)).isEqualTo("live"); // for the targets that have the other record
        assertThat(erased.body().get("forgotten").asBoolean()).isTrue();
        assertThat(hub.rows("hub_record")).isEqualTo(1);
        assertThat(hub.store.<List<String>>read(
                        tx -> tx.query("SELECT data FROM hub_link WHERE data IS NOT NULL", row -> row.getString(1))))
                .isEmpty();
        assertThat(HubFixture.outcome(merge("shopify", "1", 3, "{\"email\":\"old@example.com\"}")))
                .isEqualTo("skipped-filtered/forgotten");
    }
}
