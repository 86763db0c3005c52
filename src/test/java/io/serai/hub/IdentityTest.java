package io.serai.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.message.Item;
import io.serai.message.Json;
import io.serai.message.LinkKey;
import io.serai.message.Note;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityTest {
    private static final String ANN = "{\"email\":\"ann@example.com\",\"phone\":\"1\"}";

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

    @Test
    void aDeclaredIdentityLeadsToTheRecordAndTellsWhoWaits() {
        Item linked = hub.run("hub:link?system=dynamics", hub.change(ann).note(Note.TARGET_ID, "d-1"))
                .get(0);
        assertThat(linked.live()).isTrue();
        assertThat(hub.merge(hub.said("dynamics", "d-1", 5, "{\"phone\":\"5\"}"))
                        .note(Note.RECORD))
                .isEqualTo(ann);
        LinkKey key = new LinkKey("customer", "magento-pl", "9", "dynamics");
        assertThat(hub.links.resolve(key)).contains("d-1");
        assertThat(hub.released).contains(key);
    }

    @Test
    void anIdentityOfAnotherRecordStaysThere() {
        String bob = hub.merge(hub.said("magento-pl", "10", 1, "{\"email\":\"bob@example.com\"}"))
                .note(Note.RECORD);
        assertThat(HubFixture.outcomes(
                        hub.run("hub:link?system=magento-pl", hub.change(bob).note(Note.TARGET_ID, "9"))))
                .containsExactly("dead/link-conflict");
        assertThat(HubFixture.outcomes(hub.run("hub:link", hub.change(bob)))).containsExactly("dead/no-identity");
        assertThat(HubFixture.outcomes(hub.run("hub:link", hub.change("nobody").note(Note.TARGET_ID, "1"))))
                .containsExactly("dead/unknown-record");
    }

    @Test
    void aLinkThatIsNotThereResolvesToNothing() {
        assertThat(hub.links.resolve(new LinkKey("customer", "magento-pl", "nobody", "salesforce")))
                .isEmpty();
        assertThat(hub.links.resolve(new LinkKey("customer", "magento-pl", "9", "magento-pl")))
                .contains("9");
    }

    @Test
    void theBodyBecomesTheRecord() {
        JsonNode body = hub.run("hub:record", hub.change(ann)).get(0).body();
        assertThat(body.toString())
                .isEqualTo("{\"email\":\"ann@example.com\",\"phone\":\"1\",\"entity\":\"customer\",\"id\":\"" + ann
                        + "\",\"version\":1}");
        assertThat(hub.run("hub:record?provenance=true", hub.change(ann))
                        .get(0)
                        .body()
                        .at("/provenance/email/system")
                        .asText())
                .isEqualTo("magento-pl");
        assertThat(HubFixture.outcomes(hub.run("hub:record?entity=order", hub.change(ann), hub.change("x"))))
                .containsExactly("skipped-filtered/unknown-record", "skipped-filtered/unknown-record");
    }

    @Test
    void aRecordThatIsGoneWhileItIsReadIsUnknownWithProvenanceToo() {
        hub.store.write(tx -> tx.update("INSERT INTO hub_alias (id, record_id) VALUES ('merged', 'merged-meanwhile')"));
        for (String uri : List.of("hub:record", "hub:record?provenance=true"))
            assertThat(HubFixture.outcomes(hub.run(uri, hub.change("merged"))))
                    .containsExactly("skipped-filtered/unknown-record");
    }

    @Test
    void aForgottenPersonIsErasedAndNeverCreatedAgain() {
        hub.merge(hub.said("hubspot", "h1", 2, "{\"email\":\"other@example.com\"}"));
        hub.run("hub:link?system=magento-de", hub.change(ann).note(Note.TARGET_ID, "77"));
        hub.merge(hub.said("magento-de", "77", 0, "{\"email\":\"second@example.com\"}"));
        Item forgotten = hub.run("hub:forget", hub.change(ann)).get(0);
        assertThat(forgotten.live()).isTrue();
        assertThat(forgotten.body().get("forgotten").asBoolean()).isTrue();
        assertThat(hub.records.show(ann).orElseThrow().data()).isEmpty();
        assertThat(everything()).doesNotContain("ann@example.com", "second@example.com");
        for (Item again : new Item[] {
            hub.said("magento-pl", "9", 9, ANN),
            hub.said("magento-fr", "1", 9, ANN),
            hub.said("magento-fr", "1", 10, "{\"email\":\"fresh@example.com\"}"),
            hub.said("magento-fr", "2", 9, "{\"email\":\"second@example.com\"}")
        }) assertThat(HubFixture.outcome(hub.merge(again))).isEqualTo("skipped-filtered/forgotten");
        assertThat(HubFixture.outcomes(hub.run("hub:forget", hub.change(ann))))
                .containsExactly("skipped-unchanged/forgotten");
        assertThat(HubFixture.outcomes(hub.run("hub:pending?target=salesforce&object=Contact", hub.change(ann))))
                .containsExactly("skipped-filtered/forgotten");
        assertThat(HubFixture.outcomes(hub.run("hub:record", hub.change(ann))))
                .containsExactly("skipped-filtered/forgotten");
    }

    @Test
    void aPersonCanBeForgottenByTheIdInTheSource() {
        assertThat(hub.run("hub:forget", hub.said("magento-pl", "9", 5, "{}"))
                        .get(0)
                        .note(Note.RECORD))
                .isEqualTo(ann);
        assertThat(HubFixture.outcomes(hub.run("hub:forget", hub.said("magento-pl", "10", 5, "{}"))))
                .containsExactly("skipped-filtered/unknown-record");
    }

    @Test
    void whoIsForgottenBeforeTheyAreKnownIsNotCreatedByAnOlderMessage() {
        Item late = hub.said("magento-pl", "10", 1, "{\"email\":\"eve@example.com\"}");
        hub.run("hub:forget", hub.said("magento-pl", "10", 5, "{}"));
        assertThat(HubFixture.outcome(hub.merge(late))).isEqualTo("skipped-filtered/forgotten");
        assertThat(hub.records
                        .show("customer", "magento-pl", "10")
                        .orElseThrow()
                        .forgottenAt())
                .isNotNull();
        assertThat(everything()).doesNotContain("eve@example.com");
        assertThat(HubFixture.outcomes(hub.run("hub:forget", hub.said("magento-pl", "10", 6, "{}"))))
                .containsExactly("skipped-unchanged/forgotten");
    }

    @Test
    void aPersonCanBeForgottenByTheIdThatTheBodyGives() {
        Item told = hub.said("magento-pl", "event-1", 5, "{\"id\":\"9\"}");
        Item plain = Item.of(told.message(), 1);

        assertThat(hub.run("hub:forget?entity=customer", plain).get(0).note(Note.RECORD))
                .isEqualTo(ann);
    }

    @Test
    void aRecordIsShownByIdByLinkAndByMatchValueAsJson() throws Exception {
        assertThat(hub.records.show("magento-pl:9").orElseThrow().id()).isEqualTo(ann);
        assertThat(hub.records.show("ANN@example.com").orElseThrow().id()).isEqualTo(ann);
        assertThat(hub.records.show("customer", "magento-pl", "9").orElseThrow().id())
                .isEqualTo(ann);
        assertThat(hub.records.show("nobody")).isEmpty();
        assertThat(Json.MAPPER.writeValueAsString(hub.records.show(ann).orElseThrow()))
                .contains("\"provenance\":{\"email\":{\"system\":\"magento-pl\"");
    }

    private String everything() {
        StringBuilder all = new StringBuilder();
        hub.store.read(tx -> {
            all.append(tx.query("SELECT data || provenance FROM hub_record", row -> row.getString(1)));
            all.append(tx.query("SELECT data || coalesce(history, '') FROM hub_link", row -> row.getString(1)));
            all.append(tx.query("SELECT value FROM hub_match", row -> row.getString(1)));
            return null;
        });
        return all.toString();
    }
}
