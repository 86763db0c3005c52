package io.serai.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.connect.Systems;
import io.serai.message.Json;
import io.serai.sandbox.SandboxOptions;
import io.serai.sandbox.SandboxServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People work in Salesforce and in Dynamics 365; the flows between them are those that are shipped. */
class TwoCrmsTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String[] FILES = {
        "salesforce-contacts-poll.camel.yaml",
        "salesforce-contacts.camel.yaml",
        "salesforce-gone.camel.yaml",
        "salesforce-leads-poll.camel.yaml",
        "salesforce-cases-poll.camel.yaml",
        "salesforce-leads.camel.yaml",
        "salesforce-cases.camel.yaml",
        "salesforce-accounts-poll.camel.yaml",
        "salesforce-accounts.camel.yaml",
        "dynamics-accounts-poll.camel.yaml",
        "dynamics-accounts.camel.yaml",
        "dynamics-contacts-poll.camel.yaml",
        "dynamics-contacts.camel.yaml",
        "dynamics-gone.camel.yaml",
        "customers-to-salesforce.camel.yaml",
        "consents-to-salesforce.camel.yaml",
        "customers-to-dynamics.camel.yaml",
        "consents-to-dynamics.camel.yaml"
    };

    @TempDir
    Path folder;

    private SandboxServer vendors;
    private RunningFlows flows;

    @BeforeEach
    void start() throws Exception {
        vendors = SandboxServer.start(0, SandboxOptions.defaults().withSeed(SandboxOptions.Seed.NOTHING));
        Systems systems = SandboxSystems.of(vendors)
                .salesforce()
                .with(
                        "dynamics.kind",
                        "dynamics",
                        "dynamics.url",
                        vendors.url("dynamics"),
                        "dynamics.auth",
                        "client-credentials",
                        "dynamics.token-url",
                        vendors.url("dynamics") + "/contoso/oauth2/v2.0/token",
                        "dynamics.client-id",
                        "sandbox-client",
                        "dynamics.client-secret",
                        "sandbox-secret",
                        "dynamics.quota.requests",
                        "0")
                .systems();
        flows = new RunningFlows(
                folder, systems, Map.of("serai.poll.every", "200ms", "serai.poll.initial-delay", "10ms"), FILES);
    }

    @AfterEach
    void stop() {
        if (flows != null) flows.close();
        vendors.close();
    }

    @Test
    void whatIsEditedInOneIsInTheOtherOnceAndThenThereIsSilence() {
        contactInSalesforce("anna@example.com", "Berg");
        await().until(() -> dynamics("anna@example.com").size() == 1);
        String id = dynamics("anna@example.com").at("/0/contactid").asText();

        call("PATCH", "dynamics/people/api/data/v9.2/contacts(" + id + ")", "{'jobtitle':'Buyer'}");
        await().until(() ->
                salesforce("anna@example.com").at("/0/Title").asText().equals("Buyer"));
        String there = salesforce("anna@example.com").at("/0/Id").asText();
        call("PATCH", "salesforce/people/sobjects/Contact/" + there, "{'Title':'Head of Purchasing'}");
        await().until(() ->
                dynamics("anna@example.com").at("/0/jobtitle").asText().equals("Head of Purchasing"));

        contactInSalesforce("later@example.com", "Later"); // by the time this one is there the echoes have come back
        await().until(() -> dynamics("later@example.com").size() == 1);
        assertThat(salesforce("anna@example.com")).hasSize(1);
        assertThat(salesforce("anna@example.com").at("/0/Serai_Id__c").asText()).isNotEmpty();
        assertThat(salesforce("anna@example.com").at("/0/_writes").asInt())
                .describedAs("made, the key, what was edited in Dynamics, edited")
                .isEqualTo(4);
        assertThat(dynamics("anna@example.com").at("/0/_writes").asInt())
                .describedAs("made, edited, what was edited in Salesforce")
                .isEqualTo(3);
    }

    @Test
    void aRefusalInOneIsARefusalInTheOther() {
        contactInSalesforce("anna@example.com", "Berg");
        await().until(() -> dynamics("anna@example.com").size() == 1);
        assertThat(dynamics("anna@example.com").at("/0/donotbulkemail").asBoolean())
                .isFalse();

        String id = salesforce("anna@example.com").at("/0/Id").asText();
        call("PATCH", "salesforce/people/sobjects/Contact/" + id, "{'HasOptedOutOfEmail':true}");
        await().until(() -> dynamics("anna@example.com").at("/0/donotbulkemail").asBoolean());

        String there = dynamics("anna@example.com").at("/0/contactid").asText();
        await().until(this::refusalHasComeBack); // else it would not be seen to change
        Instant later = Instant.now().plusSeconds(2); // the CRMs tell times in whole seconds
        await().until(() -> Instant.now().isAfter(later));
        call("PATCH", "dynamics/people/api/data/v9.2/contacts(" + there + ")", "{'donotbulkemail':false}");
        await().until(() ->
                !salesforce("anna@example.com").at("/0/HasOptedOutOfEmail").asBoolean());
    }

    @Test
    void whoWasDeletedInOneIsNotMadeAgainThere() {
        contactInSalesforce("anna@example.com", "Berg");
        String there = salesforce("anna@example.com").at("/0/Id").asText();
        await().until(() -> dynamics("anna@example.com").size() == 1);
        String id = dynamics("anna@example.com").at("/0/contactid").asText();
        await().until(() -> record("dynamics", id).equals(record("salesforce", there)));

        call("DELETE", "dynamics/people/api/data/v9.2/contacts(" + id + ")", "");
        await().until(() -> deletionIsKnown());
        call("PATCH", "salesforce/people/sobjects/Contact/" + there, "{'Title':'Buyer'}");
        await().until(() -> title(there).equals("Buyer"));
        contactInSalesforce("later@example.com", "Later");
        await().until(() -> dynamics("later@example.com").size() == 1);

        assertThat(dynamics("anna@example.com")).isEmpty();
        assertThat(salesforce("anna@example.com")).hasSize(1);
    }

    private boolean deletionIsKnown() {
        return List.copyOf(flows.bus().handled()).stream()
                .anyMatch(handled -> handled.flow().equals("dynamics-contacts-gone")
                        && handled.item().message().data().path("deleted").asBoolean());
    }

    /** As the hub's record has it, of a contact in Salesforce. */
    private String title(String id) {
        return flows.records()
                .show(record("salesforce", id))
                .map(shown -> shown.data().path("jobTitle").asText())
                .orElse("");
    }

    @Test
    void twoWhoAreMergedInOneAreOneRecord() {
        contactInSalesforce("anna@example.com", "Berg");
        contactInSalesforce("anna.b@example.com", "Berg");
        await().until(() -> dynamics("anna@example.com").size() == 1
                && dynamics("anna.b@example.com").size() == 1);
        String master = salesforce("anna@example.com").at("/0/Id").asText();
        String loser = salesforce("anna.b@example.com").at("/0/Id").asText();

        call("POST", "salesforce/merge", "{'object':'Contact','master':'" + master + "','loser':'" + loser + "'}");

        await().until(() -> record("salesforce", master).equals(record("salesforce", loser)));
    }

    /** As after a kill between the CRM's answer and the note of it. */
    @Test
    void whatSaysWhoseItIsBecomesNoSecondRecord() {
        String known = call("POST", "salesforce/people/sobjects/Account", "{'Name':'Berg'}")
                .path("id")
                .asText();
        contactInSalesforce("anna@example.com", "Berg");
        String anna = salesforce("anna@example.com").at("/0/Id").asText();
        await().until(() -> !record("salesforce", known).isEmpty()
                && !record("salesforce", anna).isEmpty());
        String company = record("salesforce", known);
        String customer = record("salesforce", anna);

        String account = call(
                        "POST", "salesforce/people/sobjects/Account", "{'Name':'Berg','Serai_Id__c':'" + company + "'}")
                .path("id")
                .asText();
        String contact = call(
                        "POST",
                        "salesforce/people/sobjects/Contact",
                        "{'LastName':'Weiss','Serai_Id__c':'" + customer + "'}")
                .path("id")
                .asText();
        call("POST", "dynamics/people/api/data/v9.2/accounts", "{'name':'Berg','serai_id':'" + company + "'}");
        String row = call("GET", "dynamics/accounts?serai_id=" + company, "")
                .at("/value/0/accountid")
                .asText();
        assertThat(row).isNotEmpty();

        await().until(() -> !record("salesforce", account).isEmpty()
                && !record("salesforce", contact).isEmpty()
                && !record("dynamics", row).isEmpty());
        assertThat(record("salesforce", account)).isEqualTo(company);
        assertThat(record("dynamics", row)).isEqualTo(company);
        assertThat(record("salesforce", contact)).isEqualTo(customer);
    }

    @Test
    void leadsAndCasesAreKept() {
        JsonNode lead = call("POST", "salesforce/people/sobjects/Lead", "{'LastName':'Berg','Company':'Berg GmbH'}");
        JsonNode open = call("POST", "salesforce/people/sobjects/Case", "{'Subject':'The mug is broken'}");

        await().until(() -> !record("salesforce", lead.path("id").asText()).isEmpty()
                && !record("salesforce", open.path("id").asText()).isEmpty());
    }

    private boolean refusalHasComeBack() {
        return List.copyOf(flows.bus().handled()).stream()
                .anyMatch(handled -> handled.flow().equals("dynamics-consents")
                        && handled.item()
                                .message()
                                .data()
                                .path("donotbulkemail")
                                .asBoolean());
    }

    /** The hub's record of an object there; empty for none. */
    private String record(String system, String externalId) {
        return flows.bus()
                .store()
                .read(tx -> tx.first(
                        "SELECT record_id FROM hub_link WHERE system = ? AND external_id = ? AND entity <> 'consent'",
                        row -> row.getString(1),
                        system,
                        externalId))
                .orElse("");
    }

    private void contactInSalesforce(String email, String name) {
        call("POST", "salesforce/people/sobjects/Contact", "{'LastName':'" + name + "','Email':'" + email + "'}");
    }

    private JsonNode dynamics(String email) {
        return call("GET", "dynamics/contacts?emailaddress1=" + email, "").path("value");
    }

    private JsonNode salesforce(String email) {
        return call("GET", "salesforce/Contact?Email=" + email, "").path("records");
    }

    private JsonNode call(String method, String path, String body) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(vendors.url(path)))
                    .method(method, BodyPublishers.ofString(body.replace('\'', '"')))
                    .build();
            String answer = CLIENT.send(request, BodyHandlers.ofString()).body();
            return Json.MAPPER.readTree(answer.isEmpty() ? "{}" : answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // asked again by who waits
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
