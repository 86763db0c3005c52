package io.serai.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.bus.Backlog;
import io.serai.connect.Systems;
import io.serai.hub.RecordView;
import io.serai.message.Json;
import io.serai.sandbox.SandboxOptions;
import io.serai.sandbox.SandboxServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who opts out in HubSpot, of all mails or of the subscription, with the shipped flows and the double of HubSpot. */
class HubSpotRefusalsTest {
    private static final String[] FILES = {
        "magento-customers.camel.yaml",
        "magento-consents.camel.yaml",
        "hubspot-contacts.camel.yaml",
        "hubspot-consents.camel.yaml",
        "customers-to-hubspot.camel.yaml",
        "consents-to-hubspot.camel.yaml"
    };
    private static final String ANNA = "anna@example.com";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static SandboxServer vendors;

    @TempDir
    Path folder;

    private RunningFlows flows;
    private int events;

    @BeforeAll
    static void vendors() {
        vendors = SandboxServer.start(0, SandboxOptions.defaults().withSeed(SandboxOptions.Seed.NOTHING));
    }

    @AfterAll
    static void closeVendors() {
        vendors.close();
    }

    @BeforeEach
    void start() throws Exception {
        call("POST", "/../reset", "");
        call("POST", "/options", "{'searchLag':0,'tenSecondly':100000,'searchSecondly':100000}");
        flows = new RunningFlows(folder, systems(), Map.of("serai.on.hubspot", "true"), FILES);
    }

    @AfterEach
    void stop() {
        flows.close();
    }

    @Test
    void whoUnsubscribesFromAllIsKnownHereWithoutACallAndAnOlderConsentDoesNotUndoIt() throws Exception {
        customer("true", "2026-11-20 10:15:31");
        settled();
        assertThat(subscription()).isEqualTo("SUBSCRIBED");

        people("unsubscribe-all");
        long asked = asked();
        heard();
        assertThat(asked()).isEqualTo(asked);
        assertThat(decision().path("status").asText()).isEqualTo("no");
        assertThat(decision().path("source").asText()).isEqualTo("opted out in HubSpot");
        customer("true", "2026-11-20 10:20:00");
        settled();

        assertThat(decision().path("status").asText()).isEqualTo("no");
        assertThat(unsubscribedFromAll()).isTrue();
    }

    @Test
    void whoUnsubscribedFromAllAndIsNotHeardYetIsNotSubscribedAgain() throws Exception {
        create();
        people("unsubscribe-all");

        customer("true", "2026-11-20 10:15:31");
        settled();
        assertThat(decision().path("status").asText()).isEqualTo("yes");
        assertThat(subscription()).isEqualTo("NOT_SPECIFIED");
        assertThat(unsubscribedFromAll()).isTrue();

        heard();
        assertThat(decision().path("status").asText()).isEqualTo("no");
    }

    @Test
    void aRefusalDoesNotWaitForTheContactsThatAreAskedFor() throws Exception {
        create();
        people("unsubscribe-all");
        String other = call("POST", "/crm/v3/objects/contacts", "{'properties':{'email':'bo@example.com'}}")
                .path("id")
                .asText();
        call("POST", "/fail", "{'kind':'status','status':503,'path':'communication-preferences'}");

        happened(other);
        happened(contact());

        await().untilAsserted(() -> assertThat(flows.records().show("consent", "hubspot", contact()))
                .isPresent());
        assertThat(decision().path("status").asText()).isEqualTo("no");
        assertThat(flows.records().show("consent", "hubspot", other)).isEmpty();
    }

    /** Whoever opted out stays so there, as only the person can take that back; but it is one decision, however often it is read. */
    @Test
    void anOptOutThatIsReadAgainDoesNotUndoAConsentThatWasGivenSince() throws Exception {
        customer("false", "2026-11-20 10:15:31");
        settled();
        people("unsubscribe-all");
        heard();
        assertThat(decision().path("status").asText()).isEqualTo("no");

        customer("true", "2026-11-20 10:20:00"); // heard now, so decided now
        settled();
        assertThat(decision().path("status").asText()).isEqualTo("yes");
        call("PATCH", "/crm/v3/objects/contacts/" + contact(), "{'properties':{'jobtitle':'CEO'}}");
        heard();

        assertThat(decision().path("status").asText()).isEqualTo("yes");
        assertThat(unsubscribedFromAll()).isTrue();
    }

    @Test
    void whoSubscribesAgainAndOptsOutAgainHasDecidedEachTime() throws Exception {
        customer("true", "2026-11-20 10:15:31");
        settled();

        for (String out : new String[] {"unsubscribe-all", "unsubscribe", "unsubscribe-all"}) {
            people(out);
            heard();
            assertThat(decision().path("status").asText()).as(out).isEqualTo("no");
            people("subscribe");
            heard();
            assertThat(decision().path("status").asText()).as("after " + out).isEqualTo("yes");
            assertThat(subscription()).isEqualTo("SUBSCRIBED");
        }
    }

    /** Our own write lifts the opt-out of the subscription, and is nobody's decision; the next opt-out is one. */
    @Test
    void whoOptsOutAgainAfterAConsentFromElsewhereIsHeard() throws Exception {
        customer("false", "2026-11-20 10:15:31");
        settled();
        people("unsubscribe");
        heard();
        anotherSecondBegan(); // of one second the no counts
        customer("true", "2026-11-20 10:20:00"); // heard now, so decided now
        settled();
        assertThat(subscription()).isEqualTo("SUBSCRIBED");
        heard();
        assertThat(decision().path("status").asText()).isEqualTo("yes");
        assertThat(decision().path("source").asText()).isNotEqualTo("opted out in HubSpot");

        people("unsubscribe");
        heard();

        assertThat(decision().path("status").asText()).isEqualTo("no");
        assertThat(subscription()).isEqualTo("UNSUBSCRIBED");
    }

    @Test
    void aConsentOfWhichHubSpotDoesNotTellTheTimeIsNoNewerThanARefusalElsewhere() throws Exception {
        call("POST", "/options", "{'decisionTimes':false}");
        create();
        customer("true", "2026-11-20 10:15:31");
        settled();
        customer("false", "2026-11-20 10:20:00");
        settled();
        assertThat(decision().path("status").asText()).isEqualTo("no");
        assertThat(subscription()).isEqualTo("UNSUBSCRIBED");

        String bo = call("POST", "/crm/v3/objects/contacts", "{'properties':{'email':'bo@example.com'}}")
                .path("id")
                .asText();
        call("POST", "/people/subscribe", "{'email':'bo@example.com'}");
        happened(bo);
        settled();
        JsonNode there =
                flows.records().show("consent", "hubspot", bo).orElseThrow().data();
        JsonNode contact = call("GET", "/crm/v3/objects/contacts/" + bo, "");
        assertThat(there.at("/emailMarketing/status").asText()).isEqualTo("yes");
        assertThat(Instant.parse(there.at("/emailMarketing/at").asText()))
                .isEqualTo(Instant.parse(contact.path("createdAt").asText()));
    }

    @Test
    void whatNoWebhookToldIsFoundByThePoll() throws Exception {
        customer("true", "2026-11-20 10:15:31");
        settled();
        String anna = contact();
        flows.close();
        call("PATCH", "/crm/v3/objects/contacts/" + anna, "{'properties':{'jobtitle':'CEO'}}");
        people("unsubscribe-all");

        String[] files = Arrays.copyOf(FILES, FILES.length + 1);
        files[FILES.length] = "hubspot-contacts-poll.camel.yaml";
        flows = new RunningFlows(
                folder,
                systems(),
                Map.of("serai.on.hubspot", "true", "serai.poll.every", "50ms", "serai.poll.initial-delay", "1ms"),
                files);

        await().untilAsserted(() -> assertThat(
                        flows.records().show("customer", "hubspot", anna).map(RecordView::data))
                .hasValueSatisfying(
                        data -> assertThat(data.path("jobTitle").asText()).isEqualTo("CEO")));
        await().untilAsserted(
                        () -> assertThat(decision().path("status").asText()).isEqualTo("no"));
    }

    @Test
    void whoRefusesIsFoundAmongTheYesesAndToldWhileTheseWait() throws Exception {
        customer("true", "2026-11-20 10:15:31");
        settled();
        flows.bus().camel().getRouteController().stopRoute("consents-to-hubspot");
        for (int id = 2; id < 30; id++) customer(id, id + ANNA, "true", "2026-11-20 10:15:31");

        customer("false", "2026-11-20 10:20:00");
        await().untilAsserted(() -> assertThat(subscription()).isEqualTo("UNSUBSCRIBED"));

        assertThat(flows.bus().backlogs())
                .filteredOn(backlog ->
                        backlog.group().equals("hubspot") && backlog.topic().equals("consent.changed"))
                .allMatch(backlog -> backlog.waiting() > 0)
                .isNotEmpty();
        flows.bus().camel().getRouteController().startRoute("consents-to-hubspot");
        settled();
        assertThat(subscription()).isEqualTo("UNSUBSCRIBED");
    }

    private static Systems systems() {
        return SandboxSystems.of(vendors).hubspot().systems();
    }

    private void customer(String subscribed, String at) throws IOException {
        customer(1, ANNA, subscribed, at);
    }

    private void customer(int id, String email, String subscribed, String at) throws IOException {
        flows.bus()
                .publish(
                        "magento.customer",
                        "magento-pl",
                        Integer.toString(id),
                        json("{'id':" + id + ",'email':'" + email
                                + "','firstname':'Anna','lastname':'Berg','updated_at':'" + at
                                + "','created_at':'2026-11-19 10:15:31','store_id':1,"
                                + "'extension_attributes':{'is_subscribed':" + subscribed + "}}"));
    }

    /** The contact is read, as a webhook told that it changed. */
    private void heard() throws IOException {
        happened(contact());
        settled();
    }

    private void happened(String id) throws IOException {
        flows.bus()
                .publish(
                        "hubspot.contact.changed",
                        "hubspot",
                        id,
                        json("{'eventId':" + ++events + ",'changeSource':'CRM_UI','objectId':" + id + "}"));
    }

    /** Everything that was published is handled, and nothing failed for good. */
    private void settled() {
        await().untilAsserted(() -> assertThat(flows.bus().backlogs())
                .filteredOn(backlog -> !backlog.group().isEmpty())
                .allMatch(backlog -> backlog.waiting() == 0 && backlog.parked() == 0));
        assertThat(flows.bus().backlogs()).extracting(Backlog::dead).containsOnly(0L);
    }

    private JsonNode decision() {
        return flows.records().find(ANNA).stream()
                .filter(record -> record.entity().equals("consent"))
                .findFirst()
                .orElseThrow()
                .data()
                .path("emailMarketing");
    }

    /** How often HubSpot was asked for decisions. */
    private static long asked() throws IOException {
        long asked = 0;
        for (Map.Entry<String, JsonNode> call :
                call("GET", "/stats", "").path("calls").properties())
            if (call.getKey().startsWith("GET communication-preferences"))
                for (JsonNode times : call.getValue()) asked += times.asLong();
        return asked;
    }

    private static String subscription() throws IOException {
        return status().path("status").asText();
    }

    /** What is decided from now on is later than what was decided in HubSpot, to the second. */
    private static void anotherSecondBegan() throws IOException {
        Instant decided = Instant.parse(status().path("timestamp").asText());
        await().until(() -> Instant.now().truncatedTo(ChronoUnit.SECONDS).isAfter(decided));
    }

    private static JsonNode status() throws IOException {
        return call("GET", "/communication-preferences/v4/statuses/" + ANNA + "?channel=EMAIL", "")
                .at("/results/0");
    }

    private static boolean unsubscribedFromAll() throws IOException {
        JsonNode answer =
                call("GET", "/communication-preferences/v4/statuses/" + ANNA + "/unsubscribe-all?channel=EMAIL", "");
        assertThat(answer.path("status").asText()).isEqualTo("COMPLETE");
        return !answer.path("results").isEmpty();
    }

    private static void people(String action) throws IOException {
        call("POST", "/people/" + action, "{'email':'" + ANNA + "'}");
    }

    private static void create() throws IOException {
        call("POST", "/crm/v3/objects/contacts", "{'properties':{'email':'" + ANNA + "'}}");
    }

    private static String contact() throws IOException {
        return call("GET", "/contacts?email=" + ANNA, "").at("/records/0/id").asText();
    }

    private static JsonNode call(String method, String path, String body) throws IOException {
        try {
            String answer = CLIENT.send(
                            HttpRequest.newBuilder(URI.create(vendors.url("hubspot") + path)
                                            .normalize())
                                    .header("Authorization", "Bearer sandbox-hubspot-user")
                                    .header("Content-Type", "application/json")
                                    .method(method, BodyPublishers.ofString(body.replace('\'', '"')))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
            return Json.MAPPER.readTree(answer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode json(String text) throws IOException {
        return Json.MAPPER.readTree(text.replace('\'', '"'));
    }
}
