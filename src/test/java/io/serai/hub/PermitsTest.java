package io.serai.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serai.message.Item;
import io.serai.message.Note;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gate before every marketing delivery. */
class PermitsTest {
    private static final String NEWSLETTER = "hub:permits?channel=email";

    @TempDir
    Path folder;

    private HubFixture hub;
    private String ann;

    @BeforeEach
    void open() throws Exception {
        hub = new HubFixture(folder);
        ann = hub.merge(hub.said("magento-pl", "9", 1, "{\"email\":\"ann@example.com\"}"))
                .note(Note.RECORD);
    }

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void aYesLetsThroughAndANoDoesNot() {
        said("magento-pl", "9", "ann@example.com", 2, "yes");
        assertThat(asked(NEWSLETTER, ann)).isEqualTo("live");
        said("magento-pl", "9", "ann@example.com", 3, "no");
        assertThat(asked(NEWSLETTER, ann)).isEqualTo("skipped-filtered/no-consent");
    }

    @Test
    void whatIsUnknownIsANoUnlessTheFlowSaysOtherwise() {
        assertThat(asked(NEWSLETTER, ann)).isEqualTo("skipped-filtered/no-consent");
        assertThat(asked(NEWSLETTER + "&unknown=allow", ann)).isEqualTo("live");
        said("magento-pl", "9", "ann@example.com", 3, "no");
        assertThat(asked(NEWSLETTER + "&unknown=allow", ann)).isEqualTo("skipped-filtered/no-consent");
    }

    @Test
    void aChannelSaysNothingOfAnother() {
        said("magento-pl", "9", "ann@example.com", 2, "yes");
        assertThat(asked("hub:permits?channel=sms", ann)).isEqualTo("skipped-filtered/no-consent");
        assertThatThrownBy(() -> asked("hub:permits?channel=fax", ann)).hasStackTraceContaining("email or sms");
    }

    @Test
    void aNoStopsWhatWasOnItsWayBeforeIt() {
        said("magento-pl", "9", "ann@example.com", 2, "yes");
        String eva = hub.merge(hub.said("magento-pl", "10", 1, "{\"email\":\"eva@example.com\"}"))
                .note(Note.RECORD);
        said("magento-pl", "10", "eva@example.com", 2, "yes");
        Exchange queued = hub.to(
                "hub:pending?target=omnisend&object=campaign",
                hub.exchange(false, List.of(hub.change(ann), hub.change(eva))));
        said("hubspot", "77", "ann@example.com", 3, "no");
        hub.to(NEWSLETTER, queued);
        assertThat(HubFixture.outcomes(HubFixture.items(queued)))
                .containsExactly("skipped-filtered/no-consent", "live");
        assertThat(queued.getMessage()
                        .getBody(com.fasterxml.jackson.databind.JsonNode.class)
                        .findValuesAsText("email"))
                .containsExactly("eva@example.com");
    }

    @Test
    void aPersonIsFoundByTheConsentItselfAndByWhatRefersToTheCustomer() {
        String consent = said("omnisend", "77", "ann@example.com", 2, "yes");
        String order = hub.merge(hub.said("order", "magento-pl", "4", 1, "{\"total\":1,\"customer\":\"magento-pl:9\"}"))
                .note(Note.RECORD);
        assertThat(asked(NEWSLETTER, consent)).isEqualTo("live");
        assertThat(asked(NEWSLETTER, order)).isEqualTo("live");
        said("omnisend", "77", "ann@example.com", 3, "no");
        assertThat(asked(NEWSLETTER, consent)).isEqualTo("skipped-filtered/no-consent");
        assertThat(asked(NEWSLETTER, order)).isEqualTo("skipped-filtered/no-consent");
    }

    @Test
    void anOrderWhoseCustomerIsUnknownOrUndecidedIsJudgedByItsOwnAddress() {
        String guests = order("5", "magento-pl:order:5", "guest@example.com");
        String anns = order("6", "magento-pl:9", "other@example.com");
        assertThat(asked(NEWSLETTER + "&unknown=allow", guests)).isEqualTo("live");
        said("omnisend", "77", "guest@example.com", 2, "no");
        said("omnisend", "78", "other@example.com", 2, "no");
        assertThat(asked(NEWSLETTER + "&unknown=allow", guests)).isEqualTo("skipped-filtered/no-consent");
        assertThat(asked(NEWSLETTER + "&unknown=allow", anns)).isEqualTo("skipped-filtered/no-consent");
        said("magento-pl", "9", "ann@example.com", 3, "yes");
        assertThat(asked(NEWSLETTER, anns)).isEqualTo("live");
    }

    private String order(String id, String customer, String email) {
        return hub.merge(hub.said(
                        "order",
                        "magento-pl",
                        id,
                        1,
                        "{\"total\":1,\"customer\":\"" + customer + "\",\"email\":\"" + email + "\"}"))
                .note(Note.RECORD);
    }

    @Test
    void ofSeveralConsentsOfOnePersonTheNewestDecisionCounts() {
        said("magento-pl", "9", "old@example.com", 3, "no"); // of her account, under another address
        said("omnisend", "77", "ann@example.com", 2, "yes");
        assertThat(asked(NEWSLETTER, ann)).isEqualTo("skipped-filtered/no-consent");
        said("omnisend", "77", "ann@example.com", 4, "yes");
        assertThat(asked(NEWSLETTER, ann)).isEqualTo("live");
    }

    @Test
    void whoIsForgottenGetsNothing() {
        said("magento-pl", "9", "ann@example.com", 2, "yes");
        hub.run("hub:forget", hub.change(ann));
        assertThat(asked(NEWSLETTER + "&unknown=allow", ann)).isEqualTo("skipped-filtered/no-consent");
    }

    @Test
    void aRefusalOfADatabaseOfBeforeConsentsWereRecordsCountsUntilSomebodyDecides() {
        hub.store.write(tx -> tx.update(
                "UPDATE hub_link SET data = ? WHERE record_id = ?",
                "{\"email\":\"ann@example.com\",\"consent\":{\"email\":\"unsubscribed\"}}",
                ann));
        assertThat(asked(NEWSLETTER + "&unknown=allow", ann)).isEqualTo("skipped-filtered/no-consent");
        said("hubspot", "77", "ann@example.com", 3, "yes");
        assertThat(asked(NEWSLETTER, ann)).isEqualTo("live");
    }

    @Test
    void aNoThatWasForgottenDoesNotBecomeUnknown() {
        String consent = said("hubspot", "77", "ann@example.com", 2, "no");
        hub.run("hub:forget", hub.change(consent));
        assertThat(asked(NEWSLETTER + "&unknown=allow", ann)).isEqualTo("skipped-filtered/no-consent");
        hub.merge(hub.said("consent", "omnisend", "5", 9, "{\"email\":\"ann@example.com\"}"));
        assertThat(asked(NEWSLETTER + "&unknown=allow", ann)).isEqualTo("skipped-filtered/no-consent");
    }

    private String asked(String uri, String record) {
        return HubFixture.outcome(hub.run(uri, hub.change(record)).get(0));
    }

    private String said(String system, String id, String email, long second, String status) {
        Item item = hub.merge(hub.said(
                "consent",
                system,
                id,
                second,
                "{\"email\":\"" + email + "\",\"emailMarketing\":{\"status\":\"" + status
                        + "\",\"at\":\"2026-01-01T00:00:0" + second + "Z\"}}"));
        return item.note(Note.RECORD);
    }
}
