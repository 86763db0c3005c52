package io.serai.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.message.Ids;
import io.serai.message.Item;
import io.serai.message.Message;
import io.serai.message.Note;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Consent on its way through the hub, to systems that report back what was written there. */
class ConsentTest {
    private static final Instant CREATED = Instant.parse("2026-01-14T08:12:09Z");

    @TempDir
    Path folder;

    private final Ids ids = new Ids();
    private final Instant start = Instant.now();
    private HubFixture hub;

    @BeforeEach
    void open() throws Exception {
        hub = new HubFixture(folder);
    }

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void aRecordTellsTheDecisionWithItsTimeAndItsSource() {
        String ann = flag("magento-pl", 0, "yes");
        assertThat(hub.data(ann).path("customer").asText()).isEqualTo("magento-pl:9");
        assertThat(hub.data(ann).path("emailMarketing").path("status").asText()).isEqualTo("yes");
        assertThat(hub.data(ann).path("emailMarketing").path("source").asText()).isEqualTo("magento-pl");
        RecordView.Source from =
                hub.records.show(ann).orElseThrow().provenance().get("emailMarketing");
        assertThat(from.system()).isEqualTo("magento-pl");
        assertThat(from.since()).isEqualTo(CREATED);
    }

    @Test
    void ourOwnWriteThatComesBackIsNoDecision() {
        String ann = flag("magento-pl", 0, "not-yes");
        dated("omnisend", 1, "yes", 1);
        assertThat(deliver(ann, "magento-pl")).isEqualTo("yes");
        Item echo = report("magento-pl", 2, "yes");
        assertThat(HubFixture.outcome(echo)).isEqualTo("skipped-unchanged/no-change");
        dated("hubspot", 3, "no", 1); // decided at the same minute: had the echo been a decision, it would have won
        assertThat(status(ann)).isEqualTo("no");
    }

    @Test
    void whatAPersonDecidesInTheTargetAfterOurWriteIsADecision() {
        String ann = flag("magento-pl", 0, "yes");
        dated("omnisend", 1, "no", 1);
        deliver(ann, "magento-pl");
        report("magento-pl", 2, "not-yes");
        assertThat(status(ann)).isEqualTo("no");
        report("magento-pl", 3, "yes");
        assertThat(status(ann)).isEqualTo("yes");
        report("magento-pl", 4, "not-yes");
        assertThat(status(ann)).isEqualTo("no");
        report("magento-pl", 5, "yes");
        assertThat(status(ann)).isEqualTo("yes");
    }

    @Test
    void theSecondRefusalIsWrittenToATargetThatTookTheFirstAndWasSubscribedAgainThere() {
        String ann = flag("magento-pl", 0, "yes");
        dated("omnisend", 1, "no", 1);
        assertThat(deliver(ann, "magento-pl")).isEqualTo("no");
        report("magento-pl", 2, "not-yes");
        report("magento-pl", 3, "yes"); // the person, in the shop
        assertThat(deliver(ann, "magento-pl", "magento-pl")).isEqualTo("skipped-unchanged/own-change");
        dated("omnisend", 4, "no", 4);
        assertThat(deliver(ann, "magento-pl")).isEqualTo("no");
    }

    @Test
    void aRefusalIsWrittenAgainWhenTheTargetSaidOtherwiseWhileItWasUnderWay() {
        String ann = flag("magento-pl", 0, "yes");
        dated("omnisend", 1, "no", 1);
        Exchange underWay = begin(ann, "magento-pl", "omnisend");
        report("magento-pl", 2, "not-yes");
        report("magento-pl", 3, "yes");
        end(underWay, "magento-pl");
        dated("omnisend", 4, "no", 4);
        assertThat(deliver(ann, "magento-pl")).isEqualTo("no");
    }

    @Test
    void aTargetThatRepeatsADatedDecisionOfOursDoesNotDecideAnew() {
        String ann = flag("magento-pl", 0, "yes");
        deliver(ann, "omnisend");
        Item echo = hub.merge(consent("omnisend", 0, "yes", start.toString()));
        assertThat(echo.body().path("changed").toString()).doesNotContain("emailMarketing");
        assertThat(hub.data(ann).path("emailMarketing").path("source").asText()).isEqualTo("magento-pl");
    }

    @Test
    void aDatedDecisionIsOursIfOurWriteCanHaveMadeItAndNobodyDecidedOtherwiseThere() {
        String ann = flag("magento-pl", 0, "yes");
        deliver(ann, "omnisend");
        Instant slow = Instant.now().plusSeconds(20); // the vendor took its time, and tells its own
        hub.merge(consent("omnisend", 2, "yes", slow.toString()));
        assertThat(hub.data(ann).path("emailMarketing").path("source").asText()).isEqualTo("magento-pl");
        hub.merge(consent("omnisend", 2, "no", slow.plusSeconds(5).toString()));
        assertThat(status(ann)).isEqualTo("no");
        hub.merge(consent("omnisend", 2, "yes", slow.plusSeconds(10).toString()));
        assertThat(status(ann)).isEqualTo("yes");
    }

    @Test
    void aDatedRefusalSoonAfterOurYesIsNoEchoOfAnOlderWriteOfANo() {
        String ann = flag("magento-pl", 0, "yes");
        deliver(ann, "omnisend");
        hub.merge(consent("omnisend", 1, "no", Instant.now().plusMillis(1).toString()));
        assertThat(deliver(ann, "omnisend")).isEqualTo("no");
        hub.merge(consent("hubspot", 1, "yes", Instant.now().plusMillis(2).toString()));
        assertThat(deliver(ann, "omnisend")).isEqualTo("yes");
        hub.merge(consent("omnisend", 1, "no", Instant.now().plusSeconds(1).toString()));
        assertThat(status(ann)).isEqualTo("no");
        assertThat(deliver(ann, "magento-pl")).isEqualTo("no");
    }

    @Test
    void aSystemThatJoinsWithAnOlderOpinionIsToldTheDecision() {
        String ann = report("magento-pl", 0, "yes").note(Note.RECORD);
        dated("omnisend", 0, "no", 0);
        Item joins = hub.merge(consent("magento-de", 0, "yes", null)); // there at first sight: no newer decision
        assertThat(status(ann)).isEqualTo("no");
        assertThat(joins.live()).isTrue();
        assertThat(deliver(ann, "magento-de", "magento-de")).isEqualTo("no");
        assertThat(HubFixture.outcome(report("magento-de", 1, "not-yes"))).isEqualTo("skipped-unchanged/no-change");
        assertThat(deliver(ann, "magento-de", "magento-de")).startsWith("skipped-unchanged");
    }

    @Test
    void aTimeThatNobodyCanReadIsADeadLetterThatSaysSo() {
        Item item = hub.merge(consent("omnisend", 1, "yes", "yesterday"));
        assertThat(HubFixture.outcome(item)).isEqualTo("dead/bad-decision-time");
        assertThat(item.outcome().detail()).contains("emailMarketing").doesNotContain("yesterday");
    }

    /** Between hub:unsent and the writing the target still has what was written before, also when that is found out twice. */
    @Test
    void whatIsReadBeforeAWriteIsJudgedByTheWritesBeforeIt() {
        String ann = flag("magento-pl", 0, "yes");
        dated("omnisend", 0, "no", 0);
        assertThat(deliver(ann, "magento-pl")).isEqualTo("no");
        dated("omnisend", 1, "yes", 1);
        Exchange held = begin(ann, "magento-pl", "omnisend");
        hear(2, "not-yes");
        assertThat(status(ann)).isEqualTo("yes");
        end(held, "magento-pl", "{\"ok\":false,\"retry\":true,\"unwritten\":true}");
        begin(ann, "magento-pl", "omnisend");
        hear(3, "not-yes");
        assertThat(status(ann)).isEqualTo("yes");
    }

    @Test
    void aRefusalThatIsReadBeforeAWriteIsOne() {
        String ann = flag("magento-pl", 0, "yes");
        dated("omnisend", 1, "yes", 1);
        begin(ann, "magento-pl", "omnisend");
        hear(2, "not-yes");
        assertThat(status(ann)).isEqualTo("no");
    }

    /** It was read after the write was noted, and yet nobody has set it back since. */
    @Test
    void aFlagThatIsReadBeforeItIsWrittenDoesNotMakeADecisionOfTheEcho() {
        String ann = flag("magento-pl", 0, "yes");
        dated("omnisend", 0, "no", 0);
        Exchange underWay = begin(ann, "magento-pl", "omnisend");
        hear(1, "yes");
        end(underWay, "magento-pl");
        report("magento-pl", 3, "not-yes");
        dated("hubspot", 4, "yes", 2);
        assertThat(status(ann)).isEqualTo("yes");
    }

    /** Another flow that reads the customer while the yes is on its way: the no there is ours. */
    @Test
    void ourNoThatIsReadWhileOurYesIsUnderWayIsNoRefusal() {
        String ann = flag("magento-pl", 0, "yes");
        dated("omnisend", 0, "no", -2);
        assertThat(deliver(ann, "magento-pl")).isEqualTo("no");
        dated("omnisend", 0, "yes", -1);
        Exchange underWay = begin(ann, "magento-pl", "omnisend");
        Item crossing = said("not-yes", nextMoment());
        nextMoment();
        end(underWay, "magento-pl");
        hub.merge(crossing); // it waited for the others of its batch
        assertThat(status(ann)).isEqualTo("yes");

        report("magento-pl", 2, "yes");
        report("magento-pl", 3, "not-yes"); // the person
        assertThat(status(ann)).isEqualTo("no");
    }

    @Test
    void whatThePersonHadSaidAndIsReadWhileOurNoIsUnderWayDoesNotMakeARefusalOfOurNo() {
        String ann = flag("magento-pl", 0, "yes");
        dated("omnisend", 0, "no", -2);
        Exchange underWay = begin(ann, "magento-pl", "omnisend");
        hub.merge(said("yes", nextMoment()));
        nextMoment();
        end(underWay, "magento-pl");
        hub.merge(said("not-yes", nextMoment()));
        dated("omnisend", 0, "yes", -1);
        assertThat(status(ann)).isEqualTo("yes");
    }

    @Test
    void ourYesThatIsReadWhileOurNoIsUnderWayDoesNotMakeAYes() {
        String ann = yesAndThenNoOfOurs();
        Exchange underWay = begin(ann, "magento-pl", "omnisend");
        hub.merge(said("yes", nextMoment()));
        nextMoment();
        end(underWay, "magento-pl");
        assertThat(status(ann)).isEqualTo("no");
        assertThat(deliver(ann, "magento-pl")).startsWith("skipped-unchanged");
    }

    /** A batch is answered as a whole, seconds after its first row arrived. */
    @Test
    void aRefusalBetweenTheArrivalOfOurYesAndItsAnswerIsAskedForAgain() {
        String ann = flag("magento-pl", 0, "yes");
        dated("omnisend", 0, "no", -2);
        deliver(ann, "magento-pl");
        dated("omnisend", 0, "yes", -1);
        Exchange batch = begin(ann, "magento-pl", "omnisend");
        Item shown = hub.merge(said("not-yes", nextMoment()));
        nextMoment();
        end(batch, "magento-pl");
        assertThat(status(ann)).isEqualTo("yes");
        assertThat(shown.live())
                .as("the target is told again, and asked before")
                .isTrue();

        begin(ann, "magento-pl", "magento-pl");
        hear(nextMoment(), "not-yes");
        assertThat(status(ann)).isEqualTo("no");
    }

    @Test
    void ourYesInAPageThatArrivesAfterTheAnswerToOurNoDoesNotMakeAYes() {
        String ann = yesAndThenNoOfOurs();
        end(begin(ann, "magento-pl", "omnisend"), "magento-pl");
        hub.merge(said("yes", nextMoment()));
        assertThat(status(ann)).isEqualTo("no");
    }

    @Test
    void aYesSoonAfterOurNoWasReportedIsThePersons() {
        String ann = yesAndThenNoOfOurs();
        end(begin(ann, "magento-pl", "omnisend"), "magento-pl");
        hub.merge(said("not-yes", nextMoment()));
        hub.merge(said("yes", nextMoment()));
        assertThat(status(ann)).isEqualTo("yes");
    }

    @Test
    void ourYesIsNoneOfThePersonAsLongAsOurNoIsUnderWay() {
        String ann = yesAndThenNoOfOurs();
        begin(ann, "magento-pl", "omnisend");
        report("magento-pl", 20, "yes");
        assertThat(status(ann)).isEqualTo("no");
    }

    private String refusedByUsBeforeAYes() {
        String ann = flag("magento-pl", 0, "yes");
        dated("omnisend", 0, "no", -3);
        assertThat(deliver(ann, "magento-pl")).isEqualTo("no");
        hub.merge(said("not-yes", nextMoment()));
        dated("omnisend", 0, "yes", -2);
        return ann;
    }

    private String yesAndThenNoOfOurs() {
        String ann = refusedByUsBeforeAYes();
        assertThat(deliver(ann, "magento-pl")).isEqualTo("yes");
        dated("omnisend", 0, "no", -1);
        return ann;
    }

    private void hear(long minute, String status) {
        hear(at(minute), status);
    }

    private void hear(Instant when, String status) {
        hub.to("hub:merge?beforeWriting=true", hub.exchange(false, List.of(said(status, when))));
    }

    private String flag(String system, long minute, String status) {
        return report(system, minute, status).note(Note.RECORD);
    }

    /** A shop's flag; the shop does not count its change as a change of the customer. */
    private Item report(String system, long minute, String status) {
        return hub.merge(consent(system, minute, status, null));
    }

    private void dated(String system, long reported, String status, long decided) {
        hub.merge(consent(system, reported, status, at(decided).toString()));
    }

    private Item consent(String system, long reported, String status, String at) {
        return consent(system, at(reported), status, at);
    }

    private Item consent(String system, Instant reported, String status, String at) {
        String id = ids.at(reported);
        JsonNode body =
                HubFixture.read("{\"email\":\"ann@example.com\",\"customer\":\"9\",\"emailMarketing\":{\"status\":\""
                        + status + "\"" + (at == null ? "" : ",\"at\":\"" + at + "\"") + "}}");
        return Item.of(new Message(id, "any.customer", system, "9", CREATED, id, body), 1)
                .note(Note.ENTITY, "consent")
                .note(Note.EXTERNAL_ID, "9")
                .note(Note.SOURCE_TIME, (system.startsWith("magento") ? CREATED : reported).toString());
    }

    private Item said(String status, Instant when) {
        return consent("magento-pl", when, status, null);
    }

    /** Times are kept in milliseconds; what comes after another thing is said in a later one. */
    private static Instant nextMoment() {
        long now = System.currentTimeMillis();
        while (System.currentTimeMillis() == now) Thread.onSpinWait();
        return Instant.now();
    }

    private Instant at(long minute) {
        return start.plusSeconds(60 * minute);
    }

    private String status(String record) {
        return hub.data(record).path("emailMarketing").path("status").asText();
    }

    /** What the target got, or why it got nothing. */
    private String deliver(String record, String target) {
        return deliver(record, target, "somebody");
    }

    private String deliver(String record, String target, String source) {
        Exchange exchange = begin(record, target, source);
        Item item = HubFixture.items(exchange).get(0);
        if (!item.live()) return HubFixture.outcome(item);
        String sent = exchange.getMessage().getBody(JsonNode.class).get(0).asText();
        end(exchange, target);
        return sent;
    }

    private Exchange begin(String record, String target, String source) {
        String id = ids.next();
        JsonNode change = HubFixture.read("{\"entity\":\"consent\",\"record\":\"" + record + "\"}");
        Item item = Item.of(new Message(id, "consent.changed", source, record, Instant.now(), id, change), 1);
        Exchange exchange =
                hub.to("hub:pending?target=" + target + "&object=newsletter", hub.exchange(false, List.of(item)));
        if (!HubFixture.items(exchange).get(0).live()) return exchange;
        JsonNode body = exchange.getMessage().getBody(JsonNode.class);
        String mapped = "[\"" + body.at("/0/emailMarketing/status").asText() + "\"]";
        exchange.getMessage().setBody(HubFixture.read(mapped));
        return hub.to("hub:unsent?target=" + target + "&object=newsletter&identity=false", exchange);
    }

    private void end(Exchange exchange, String target) {
        end(exchange, target, "{\"ok\":true,\"id\":\"9\"}");
    }

    private void end(Exchange exchange, String target, String result) {
        exchange.getMessage().setBody(HubFixture.read("[" + result + "]"));
        hub.to("hub:delivered?target=" + target + "&object=newsletter&identity=false", exchange);
    }
}
