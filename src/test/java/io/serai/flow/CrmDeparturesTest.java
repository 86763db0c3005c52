package io.serai.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What people merge and delete in Dynamics 365 and in Salesforce, by the flows that are shipped. They run once for all tests, each of which has
 * people, companies and cases of its own.
 */
class CrmDeparturesTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String API = "dynamics/people/api/data/v9.2/";
    private static final String SOBJECTS = "salesforce/people/sobjects/";
    private static final String[] FILES = {
        "dynamics-contacts-poll.camel.yaml",
        "dynamics-contacts.camel.yaml",
        "dynamics-accounts-poll.camel.yaml",
        "dynamics-accounts.camel.yaml",
        "dynamics-incidents-poll.camel.yaml",
        "dynamics-leads-poll.camel.yaml",
        "dynamics-leads.camel.yaml",
        "dynamics-gone.camel.yaml",
        "salesforce-contacts-poll.camel.yaml",
        "salesforce-contacts.camel.yaml",
        "salesforce-accounts-poll.camel.yaml",
        "salesforce-accounts.camel.yaml",
        "salesforce-leads-poll.camel.yaml",
        "salesforce-leads.camel.yaml",
        "salesforce-gone.camel.yaml",
        "customers-to-dynamics.camel.yaml",
        "customers-to-salesforce.camel.yaml"
    };

    @TempDir
    static Path folder;

    private static SandboxServer vendors;
    private static RunningFlows flows;

    @BeforeAll
    static void start() throws Exception {
        vendors = SandboxServer.start(0, SandboxOptions.defaults().withSeed(SandboxOptions.Seed.NOTHING));
        flows = new RunningFlows(
                folder,
                SandboxSystems.of(vendors).salesforce().dynamics().systems(),
                Map.of(
                        "serai.poll.every",
                        "200ms",
                        "serai.poll.initial-delay",
                        "10ms",
                        "serai.on.dynamics-cases",
                        "false"),
                FILES);
    }

    @AfterAll
    static void stop() {
        if (flows != null) flows.close();
        if (vendors != null) vendors.close();
    }

    @Test
    void contactsThatAreMergedInDynamicsAreOneCustomerWithOneDecision() {
        String master = row("contacts", "'lastname':'Ahl','emailaddress1':'a.ahl@example.com','donotbulkemail':true");
        String loser = row("contacts", "'lastname':'Ahl','emailaddress1':'b.ahl@example.com','donotbulkemail':true");
        await().until(() -> known("customer", master)
                && known("customer", loser)
                && known("consent", master)
                && known("consent", loser));
        assertThat(record("customer", loser)).isNotEqualTo(record("customer", master));
        await().until(() -> salesforce("a.ahl@example.com") == 1 && salesforce("b.ahl@example.com") == 1);

        merge("contact", master, loser);

        await().until(() -> record("customer", loser).equals(record("customer", master))
                && record("consent", loser).equals(record("consent", master)));
        assertThat(data("consent", master).at("/emailMarketing/status").asText())
                .isEqualTo("no");
        call("PATCH", API + "contacts(" + master + ")", "{'jobtitle':'Buyer'}");
        await().until(() -> data("customer", loser).path("jobTitle").asText().equals("Buyer"));
    }

    @Test
    void accountsThatAreMergedInDynamicsAreOneCompanyWhoseDeletionIsKnown() {
        String master = row("accounts", "'name':'Bolt GmbH'");
        String loser = row("accounts", "'name':'Bolt und Partner'");
        await().until(() -> known("company", master) && known("company", loser));
        assertThat(record("company", loser)).isNotEqualTo(record("company", master));

        merge("account", master, loser);
        await().until(() -> record("company", loser).equals(record("company", master)));
        assertThat(data("company", loser).path("name").asText()).isEqualTo("Bolt GmbH");

        call("DELETE", API + "accounts(" + master + ")", "");
        await().until(() -> gone("company", master));
    }

    @Test
    void casesThatAreMergedInDynamicsAreOneWhoseDeletionIsKnown() {
        String account = row("accounts", "'name':'Cup GmbH'");
        String whose = ",'customerid_account@odata.bind':'/accounts(" + account + ")'";
        String master = row("incidents", "'title':'The cup leaks'" + whose);
        String loser = row("incidents", "'title':'The cup is leaking'" + whose);
        await().until(() -> known("case", master) && known("case", loser));
        assertThat(record("case", loser)).isNotEqualTo(record("case", master));

        merge("incident", master, loser);
        await().until(() -> record("case", loser).equals(record("case", master)));

        call("DELETE", API + "incidents(" + master + ")", "");
        await().until(() -> gone("case", master));
    }

    @Test
    void aLeadOfDynamicsIsKeptAsItIsThere() {
        String lead = row("leads", "'lastname':'Dorn','companyname':'Dorn KG','emailaddress1':'dorn@example.com'");

        await().until(() -> data("lead", lead).path("email").asText().equals("dorn@example.com"));
        call("PATCH", API + "leads(" + lead + ")", "{'jobtitle':'Owner'}");
        await().until(() -> data("lead", lead).path("jobTitle").asText().equals("Owner"));
    }

    @Test
    void aContactThatIsDeletedInSalesforceIsNotMadeAgainThereAndStaysElsewhere() {
        String there = call(
                        "POST",
                        SOBJECTS + "Contact",
                        "{'LastName':'Ernst','Email':'ernst@example.com','HasOptedOutOfEmail':true}")
                .path("id")
                .asText();
        await().until(() -> dynamics("ernst@example.com").size() == 1 && known("consent", there));
        String row = dynamics("ernst@example.com").at("/0/contactid").asText();
        await().until(() -> record("customer", row).equals(record("customer", there)));

        call("DELETE", SOBJECTS + "Contact/" + there, "");
        await().until(() -> gone("customer", there) && gone("consent", there));
        call("PATCH", API + "contacts(" + row + ")", "{'jobtitle':'Buyer'}");
        await().until(() -> data("customer", row).path("jobTitle").asText().equals("Buyer"));
        row("contacts", "'lastname':'Later','emailaddress1':'later@example.com'");
        await().until(() -> salesforce("later@example.com") == 1);

        assertThat(salesforce("ernst@example.com")).isZero();
        assertThat(dynamics("ernst@example.com")).hasSize(1);
        assertThat(data("consent", row).at("/emailMarketing/status").asText())
                .describedAs("whoever goes from one system has not said yes to another")
                .isEqualTo("no");
    }

    @Test
    void accountsThatAreMergedInSalesforceAreOneCompanyWhoseDeletionIsKnown() {
        String master = call("POST", SOBJECTS + "Account", "{'Name':'Fels AG'}")
                .path("id")
                .asText();
        String loser = call("POST", SOBJECTS + "Account", "{'Name':'Fels und Stein'}")
                .path("id")
                .asText();
        await().until(() -> known("company", master) && known("company", loser));
        assertThat(record("company", loser)).isNotEqualTo(record("company", master));

        call("POST", "salesforce/merge", "{'object':'Account','master':'" + master + "','loser':'" + loser + "'}");
        await().until(() -> record("company", loser).equals(record("company", master)));

        call("DELETE", SOBJECTS + "Account/" + master, "");
        await().until(() -> gone("company", master));
    }

    @Test
    void leadsThatAreMergedOrDeletedInSalesforceAreFollowedWithWhatTheyDecided() {
        String master = lead("a.gern@example.com");
        String loser = lead("b.gern@example.com");
        await().until(() ->
                known("lead", master) && known("lead", loser) && known("consent", master) && known("consent", loser));
        assertThat(record("lead", loser)).isNotEqualTo(record("lead", master));
        assertThat(record("consent", loser)).isNotEqualTo(record("consent", master));

        call("POST", "salesforce/merge", "{'object':'Lead','master':'" + master + "','loser':'" + loser + "'}");
        await().until(() -> record("lead", loser).equals(record("lead", master))
                && record("consent", loser).equals(record("consent", master)));
        assertThat(data("consent", master).at("/emailMarketing/status").asText())
                .isEqualTo("no");

        call("DELETE", SOBJECTS + "Lead/" + master, "");
        await().until(() -> gone("lead", master) && gone("consent", master));
    }

    private static String lead(String email) {
        return call(
                        "POST",
                        SOBJECTS + "Lead",
                        "{'LastName':'Gern','Company':'Gern AG','Email':'" + email + "','HasOptedOutOfEmail':true}")
                .path("id")
                .asText();
    }

    private static void merge(String table, String master, String loser) {
        String row = "{'@odata.type':'Microsoft.Dynamics.CRM." + table + "','" + table + "id':'%s'}";
        call(
                "POST",
                API + "Merge",
                "{'Target':" + row.formatted(master) + ",'Subordinate':" + row.formatted(loser)
                        + ",'PerformParentingChecks':false}");
    }

    /** The id of a row that somebody makes in Dynamics 365. */
    private static String row(String table, String columns) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(vendors.url(API + table)))
                .header("Prefer", "return=representation")
                .POST(BodyPublishers.ofString(("{" + columns + "}").replace('\'', '"')));
        String id = table.substring(0, table.length() - 1) + "id";
        String row = send(request).path(id).asText();
        assertThat(row).isNotEmpty();
        return row;
    }

    private static JsonNode dynamics(String email) {
        return call("GET", "dynamics/contacts?emailaddress1=" + email, "").path("value");
    }

    private static int salesforce(String email) {
        return call("GET", "salesforce/Contact?Email=" + email, "")
                .path("records")
                .size();
    }

    private static boolean known(String entity, String externalId) {
        return !record(entity, externalId).isEmpty();
    }

    /** Of the hub; empty for none. */
    private static String record(String entity, String externalId) {
        return flows.bus()
                .store()
                .read(tx -> tx.first(
                        "SELECT record_id FROM hub_link WHERE external_id = ? AND entity = ?",
                        row -> row.getString(1),
                        externalId,
                        entity))
                .orElse("");
    }

    private static boolean gone(String entity, String externalId) {
        return flows.bus()
                .store()
                .read(tx -> tx.first(
                        "SELECT 1 FROM hub_link WHERE external_id = ? AND entity = ? AND gone_at IS NOT NULL",
                        row -> true,
                        externalId,
                        entity))
                .isPresent();
    }

    private static JsonNode data(String entity, String externalId) {
        return flows.records()
                .show(record(entity, externalId))
                .map(shown -> shown.data())
                .orElseGet(Json.MAPPER::createObjectNode);
    }

    private static JsonNode call(String method, String path, String body) {
        return send(HttpRequest.newBuilder(URI.create(vendors.url(path)))
                .method(method, BodyPublishers.ofString(body.replace('\'', '"'))));
    }

    private static JsonNode send(HttpRequest.Builder request) {
        try {
            String answer =
                    CLIENT.send(request.build(), BodyHandlers.ofString()).body();
            return Json.MAPPER.readTree(answer.isEmpty() ? "{}" : answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // asked again by who waits
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
