package io.serai.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.message.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which decision counts, of all that systems say about one person. */
class ConsentResolutionTest {
    static final String CONSENT = """
            entity: consent
            match: [email]
            fields:
              email:    { type: email, master: latest }
              customer: { type: reference, entity: customer, master: latest }
              emailMarketing:
                type: object
                master: decision
                fields: { status: { type: string }, at: { type: datetime }, source: { type: string } }
              smsMarketing:
                type: object
                master: decision
                fields: { status: { type: string }, at: { type: datetime }, source: { type: string } }
            """;
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    private final Model model = new ModelReader("consent.yaml", new ArrayList<>()).read(CONSENT);
    private final Ids ids = new Ids();
    private final List<Snapshot> said = new ArrayList<>();

    @Test
    void theNewestDecisionWinsWhoeverSaysIt() {
        dated("omnisend", 1, "yes", 1);
        dated("hubspot", 3, "no", 3);
        dated("omnisend", 9, "yes", 2);
        assertThat(decision()).isEqualTo("no 12:03 hubspot");
        dated("omnisend", 10, "yes", 4);
        assertThat(decision()).isEqualTo("yes 12:04 omnisend");
    }

    @Test
    void ofOneTimeTheNoWins() {
        dated("omnisend", 1, "yes", 1);
        dated("hubspot", 2, "no", 1);
        assertThat(decision()).isEqualTo("no 12:01 hubspot");
    }

    @Test
    void anUnknownTakesNothingBack() {
        dated("omnisend", 1, "no", 1);
        dated("omnisend", 5, "unknown", 5);
        said("omnisend", 6, 6, "{}");
        flag("omnisend", 7, 7, "nonSubscribed");
        assertThat(decision()).isEqualTo("no 12:01 omnisend");
    }

    @Test
    void anUnknownIsNoDecision() {
        flag("omnisend", 1, 1, "unknown");
        flag("hubspot", 1, 1, "something else");
        said("magento-pl", 1, 1, "{\"email\":\"a@example.com\"}");
        assertThat(decision()).isNull();
    }

    @Test
    void notSubscribedAtFirstSightIsNoRefusalButAfterAYesItIs() {
        flag("magento-pl", 1, 1, "not-yes");
        flag("magento-pl", 2, 2, "not-yes");
        assertThat(decision()).isNull();
        flag("magento-pl", 3, 3, "yes");
        assertThat(decision()).isEqualTo("yes 12:03 magento-pl");
        flag("magento-pl", 4, 4, "not-yes");
        assertThat(decision()).isEqualTo("no 12:04 magento-pl");
    }

    @Test
    void notOptedOutIsNoConsentButWhoTakesTheOptOutBackGivesOne() {
        flag("crm", 1, 1, "not-no");
        assertThat(decision()).isNull();
        flag("crm", 2, 2, "no");
        flag("crm", 3, 3, "not-no");
        assertThat(decision()).isEqualTo("yes 12:03 crm");
    }

    @Test
    void aFlagOfWhichTheShopTellsNoChangeIsAsOldAsItsReport() {
        flag("magento-pl", -600, 1, "yes");
        dated("omnisend", 3, "yes", 2);
        flag("magento-pl", -600, 5, "not-yes"); // the newsletter does not touch updated_at
        assertThat(decision()).isEqualTo("no 12:05 magento-pl");
    }

    @Test
    void theSecondRefusalCountsLikeTheFirst() {
        for (int round = 0; round < 5; round++) {
            flag("magento-pl", -600, 10 * round, "yes");
            assertThat(decision()).startsWith("yes");
            flag("magento-pl", -600, 10 * round + 5, "not-yes");
            assertThat(decision()).startsWith("no");
        }
    }

    @Test
    void whatWasThereAtFirstSightIsNoNewDecision() {
        dated("omnisend", 1, "no", -100);
        said("magento-pl", 0, 30, "{\"emailMarketing\":{\"status\":\"yes\",\"notBefore\":\"2026-01-14T08:12:09Z\"}}");
        assertThat(decision()).isEqualTo("no 10:20 omnisend");
        said("magento-pl", 20, 50, "{\"emailMarketing\":{\"status\":\"yes\",\"notBefore\":\"2026-01-14T08:12:09Z\"}}");
        assertThat(decision()).isEqualTo("no 10:20 omnisend");
    }

    @Test
    void aTimeToComeIsNotBelieved() {
        dated("omnisend", 1, "yes", 600);
        assertThat(decision()).isEqualTo("yes 12:01 omnisend");
        dated("hubspot", 3, "no", 2);
        assertThat(decision()).isEqualTo("no 12:02 hubspot");
    }

    @Test
    void channelsAreDecidedApart() {
        said(
                "omnisend",
                5,
                5,
                "{\"emailMarketing\":{\"status\":\"no\",\"at\":\"2026-11-20T12:04:00Z\"},"
                        + "\"smsMarketing\":{\"status\":\"yes\",\"at\":\"2026-11-20T12:04:00Z\",\"source\":\"checkout\"}}");
        Map<String, JsonNode> values = resolve(said).values();
        assertThat(values.get("emailMarketing").get("status").asText()).isEqualTo("no");
        assertThat(values.get("smsMarketing"))
                .isEqualTo(HubFixture.read(
                        "{\"status\":\"yes\",\"at\":\"2026-11-20T12:04:00Z\",\"source\":\"checkout\"}"));
    }

    @Test
    void whatIsKeptOfDecisionsIsReadBackAsItWas() {
        flag("magento-pl", -600, 1, "yes");
        flag("magento-pl", -600, 5, "not-yes");
        dated("magento-pl", 6, "no", 5);
        Contribution contribution = contributions(said).values().iterator().next();
        assertThat(Columns.contribution(
                        model,
                        model.nest(contribution.values()).toString(),
                        contribution.newest(),
                        Columns.history(contribution)))
                .isEqualTo(contribution);
    }

    @Test
    void aLongHistoryStaysShort() {
        flag("magento-pl", 0, 0, "not-yes");
        flag("magento-pl", 1, 1, "yes");
        for (int minute = 2; minute < 100; minute++) flag("magento-pl", minute, minute, "yes");
        Decisions kept = contributions(said).values().iterator().next().decisions("emailMarketing");
        assertThat(kept.flags()).hasSizeLessThanOrEqualTo(Decisions.REMEMBERED);
        assertThat(decision()).isEqualTo("yes 12:01 magento-pl");
    }

    @Test
    void everyOrderOfArrivalGivesTheSameDecision() {
        flag("magento-pl", -600, 1, "yes");
        flag("magento-pl", -600, 5, "not-yes");
        flag("magento-pl", 7, 7, "yes");
        dated("omnisend", 8, "no", 6);
        dated("omnisend", 9, "unknown", 9);
        flag("custom-shop", 6, 6, "no");
        assertThat(decision()).isEqualTo("yes 12:07 magento-pl");
        Object expected = resolve(said);
        permute(new ArrayList<>(said), 0, expected);
    }

    private void permute(List<Snapshot> all, int from, Object expected) {
        if (from == all.size()) assertThat(resolve(all)).isEqualTo(expected);
        for (int i = from; i < all.size(); i++) {
            Collections.swap(all, from, i);
            permute(all, from + 1, expected);
            Collections.swap(all, from, i);
        }
    }

    private void dated(String system, long reported, String status, long decided) {
        said(
                system,
                reported,
                reported,
                "{\"emailMarketing\":{\"status\":\"" + status + "\",\"at\":\"" + at(decided) + "\"}}");
    }

    private void flag(String system, long changed, long reported, String status) {
        said(system, changed, reported, "{\"emailMarketing\":{\"status\":\"" + status + "\"}}");
    }

    /** Minutes after noon: when the object changed at its source, and when the source said so. */
    private void said(String system, long changed, long reported, String json) {
        said.add(new Snapshot(
                model,
                new Identity("consent", system, "9"),
                new Stamp(at(changed).toEpochMilli(), ids.at(at(reported))),
                model.flatten(HubFixture.read(json)),
                null));
    }

    private static Instant at(long minute) {
        return NOON.plus(Duration.ofMinutes(minute));
    }

    private String decision() {
        JsonNode value = resolve(said).values().get("emailMarketing");
        if (value == null) return null;
        return value.get("status").asText() + " " + value.get("at").asText().substring(11, 16) + " "
                + value.get("source").asText();
    }

    private Resolution resolve(List<Snapshot> order) {
        return Resolution.of(model, system -> system, contributions(order));
    }

    private static Map<Identity, Contribution> contributions(List<Snapshot> order) {
        Map<Identity, Contribution> all = new HashMap<>();
        for (Snapshot each : order)
            all.merge(each.identity(), Contribution.NONE.with(each), (before, ignored) -> before.with(each));
        return all;
    }
}
