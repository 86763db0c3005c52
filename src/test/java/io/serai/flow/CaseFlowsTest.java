package io.serai.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.connect.Systems;
import io.serai.message.Batches;
import io.serai.message.Json;
import io.serai.message.Note;
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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Returns of a shop become cases of Salesforce, and subscribers who are no customers leads; the flows are those that are shipped. They run once for all
 * tests, each of which has a customer, addresses and titles of its own.
 */
class CaseFlowsTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String[] FILES = {
        "magento-customers.camel.yaml",
        "magento-returns.camel.yaml",
        "magento-consents.camel.yaml",
        "customers-to-salesforce.camel.yaml",
        "cases-to-salesforce.camel.yaml",
        "dynamics-leads.camel.yaml",
        "leads-to-salesforce.camel.yaml",
        "salesforce-contacts-poll.camel.yaml",
        "salesforce-contacts.camel.yaml",
        "salesforce-cases-poll.camel.yaml",
        "salesforce-cases.camel.yaml",
        "salesforce-leads-poll.camel.yaml",
        "salesforce-leads.camel.yaml",
        "salesforce-gone.camel.yaml"
    };

    @TempDir
    static Path folder;

    private static SandboxServer vendors;
    private static RunningFlows flows;

    @BeforeAll
    static void start() throws Exception {
        vendors = SandboxServer.start(0, SandboxOptions.defaults().withSeed(SandboxOptions.Seed.NOTHING));
        Systems systems =
                SandboxSystems.of(vendors).salesforce().magento("magento-pl").systems();
        flows = new RunningFlows(
                folder,
                systems,
                Map.of(
                        "serai.poll.every",
                        "200ms",
                        "serai.poll.initial-delay",
                        "10ms",
                        "serai.on.magento-returns",
                        "true",
                        "serai.on.dynamics",
                        "true",
                        "serai.on.salesforce-leads",
                        "true"),
                CaseFlowsTest::subscribers,
                FILES);
    }

    /** A form on a website, whose subscribers are no customers. */
    private static void subscribers(DefaultCamelContext camel) {
        try {
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("bus:form.consent?group=consents")
                            .process(exchange -> Batches.set(
                                    exchange,
                                    Batches.current(exchange)
                                            .mapLive(item -> item.note(Note.ENTITY, "consent")
                                                    .note(
                                                            Note.EXTERNAL_ID,
                                                            item.body()
                                                                    .path("id")
                                                                    .asText())
                                                    .with(((ObjectNode) item.body())
                                                            .deepCopy()
                                                            .without("id")))))
                            .policy("transaction")
                            .to("hub:merge")
                            .to("bus:consent.changed");
                }
            });
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterAll
    static void stop() {
        if (flows != null) flows.close();
        if (vendors != null) vendors.close();
    }

    @Test
    void aCaseOfSalesforceIsNotWrittenBack() {
        String id = made("Case", "{'Subject':'The mug is broken','Status':'New'}");

        await().until(() -> told("cases-to-salesforce", "own-change", id(id, "case")) >= 1);
        call("PATCH", "salesforce/people/sobjects/Case/" + id, "{'Status':'Working'}");
        await().until(() -> told("cases-to-salesforce", "own-change", id(id, "case")) >= 2);

        JsonNode there = one("Case", "Id=" + id);
        assertThat(there.path("_writes").asInt()).describedAs("both by people").isEqualTo(2);
        assertThat(there.has("Serai_Id__c")).isFalse();
        assertThat(record(id, "case").path("status").asText()).isEqualTo("open");
    }

    @Test
    void aReturnIsACaseOfItsCustomersContactAndFollowedWhenItIsDeleted() {
        String email = "anna@example.com";
        String told =
                "{'entity_id':3,'increment_id':'000000003','order_id':451,'order_increment_id':'000000451','customer_id':42,"
                        + "'date_requested':'2026-11-20 10:11:12','status':'received','comments':[{'comment':'The bottle leaks','admin':false}]}";
        flows.bus().publish("magento.return", "magento-pl", "return:3", json(told));
        await().until(() -> told("cases-to-salesforce", "waiting-for-link", id("return:3", "case")) >= 1);
        registers(42, email, false);
        await().until(() -> !one("Case", "Subject=Return of order 000000451").isMissingNode());

        JsonNode there = one("Case", "Subject=Return of order 000000451");
        String id = there.path("Id").asText();
        assertThat(there.path("Status").asText()).isEqualTo("Working");
        assertThat(there.path("Origin").asText()).isEqualTo("Web");
        assertThat(there.path("ContactId").asText())
                .isEqualTo(one("Contact", "Email=" + email).path("Id").asText());
        await().until(() -> !id(id, "case").isEmpty());
        assertThat(record(id, "case").path("number").asText())
                .describedAs("the shop's, not Salesforce's")
                .isEqualTo("000000003");

        call("DELETE", "salesforce/people/sobjects/Case/" + id, "");
        await().until(() -> gone(id));
    }

    @Test
    void aCaseOfAnotherCrmIsOneOfSalesforceAndComesBackAsNoNews() {
        incident("7c1", "The lid is missing", 0);
        await().until(() -> !one("Case", "Subject=The lid is missing").isMissingNode());
        String id = one("Case", "Subject=The lid is missing").path("Id").asText();
        String later = made("Case", "{'Subject':'Another'}"); // when this one is there the other one has come back
        await().until(() -> !id(later, "case").isEmpty() && !id(id, "case").isEmpty());
        await().until(() -> told("cases-to-salesforce", "own-change", id(later, "case")) >= 1);

        assertThat(total("Case", "Subject=The lid is missing")).isEqualTo(1);
        assertThat(one("Case", "Id=" + id).path("_writes").asInt()).isEqualTo(1);
        assertThat(id("7c1", "case")).isEqualTo(id(id, "case"));
    }

    @Test
    void aCancelledCaseIsClosedInSalesforceAndStaysCancelledUntilSomebodyThereOpensIt() {
        incident("7c2", "The lid is broken", 2);
        await().until(() -> !one("Case", "Subject=The lid is broken").isMissingNode());
        JsonNode there = one("Case", "Subject=The lid is broken");
        String id = there.path("Id").asText();
        assertThat(there.path("Status").asText()).isEqualTo("Closed");
        String later = made("Case", "{'Subject':'A later one'}"); // when this one is there the other one has come back
        await().until(() -> !id(later, "case").isEmpty() && !id(id, "case").isEmpty());
        assertThat(record(id, "case").path("status").asText()).isEqualTo("cancelled");

        call("PATCH", "salesforce/people/sobjects/Case/" + id, "{'Status':'Working'}");
        await().until(() -> record(id, "case").path("status").asText().equals("open"));
        assertThat(record(id, "case").path("closed").asBoolean()).isFalse();
        assertThat(one("Case", "Id=" + id).path("_writes").asInt())
                .describedAs("made, and opened by people")
                .isEqualTo(2);
    }

    /** As after a kill between Salesforce's answer and the note of it. */
    @Test
    void aCaseThatSaysWhoseItIsBecomesNoSecondOne() {
        String known = made("Case", "{'Subject':'One'}");
        await().until(() -> !id(known, "case").isEmpty());

        String other = made("Case", "{'Subject':'One','Serai_Id__c':'" + id(known, "case") + "'}");

        await().until(() -> !id(other, "case").isEmpty());
        assertThat(id(other, "case")).isEqualTo(id(known, "case"));
    }

    @Test
    void aSubscriberIsALeadOnceAndARefusalReachesIt() {
        String email = "bea@example.com";
        subscribed("1", email, "yes", "2026-11-20T10:00:00Z");
        await().until(() -> !one("Lead", "Email=" + email).isMissingNode());
        String id = one("Lead", "Email=" + email).path("Id").asText();
        assertThat(one("Lead", "Id=" + id).path("LeadSource").asText()).isEqualTo("Newsletter");
        await().until(() -> !id(id, "lead").isEmpty() && !id(id, "consent").isEmpty());

        registers(43, email, false); // who knows it now as well
        await().until(() -> !one("Contact", "Email=" + email).isMissingNode());
        subscribed("1", email, "no", "2026-11-20T11:00:00Z");
        await().until(() -> one("Lead", "Id=" + id).path("HasOptedOutOfEmail").asBoolean());

        assertThat(total("Lead", "Email=" + email)).isEqualTo(1);
        assertThat(one("Lead", "Id=" + id).path("LastName").asText()).isEqualTo("(unknown)");
    }

    @Test
    void whoIsACustomerIsNoLead() {
        String email = "cleo@example.com";
        registers(44, email, true);

        await().until(() -> List.copyOf(flows.bus().handled()).stream()
                .anyMatch(handled -> handled.flow().equals("leads-to-salesforce")
                        && id("44", "consent").equals(handled.item().note(Note.RECORD))));
        await().until(() -> !one("Contact", "Email=" + email).isMissingNode());
        assertThat(total("Lead", "Email=" + email)).isZero();
    }

    @Test
    void aLeadThatPeopleHaveMadeIsTakenOverAndKeepsItsName() {
        String email = "dora@example.com";
        String id = made("Lead", "{'LastName':'Berg','Company':'Berg GmbH','Email':'" + email + "'}");
        await().until(() -> !id(id, "consent").isEmpty());

        subscribed("2", email, "yes", "2026-11-20T10:00:00Z");
        await().until(() ->
                !one("Lead", "Id=" + id).path("Serai_Id__c").asText().isEmpty());

        await().until(() -> told("leads-to-salesforce", null, id(id, "consent")) >= 1);
        assertThat(total("Lead", "Email=" + email)).isEqualTo(1);
        assertThat(one("Lead", "Id=" + id).path("LastName").asText()).isEqualTo("Berg");
        assertThat(one("Lead", "Id=" + id).path("Company").asText()).isEqualTo("Berg GmbH");
    }

    @Test
    void aLeadThatOptsOutInSalesforceHasSaidNo() {
        String email = "edda@example.com";
        subscribed("3", email, "yes", "2026-11-20T10:00:00Z");
        await().until(() -> !one("Lead", "Email=" + email).isMissingNode());
        String id = one("Lead", "Email=" + email).path("Id").asText();
        await().until(() -> !id(id, "consent").isEmpty());

        call("PATCH", "salesforce/people/sobjects/Lead/" + id, "{'HasOptedOutOfEmail':true}");

        await().until(() ->
                record(id, "consent").at("/emailMarketing/status").asText().equals("no"));
    }

    private static void subscribed(String id, String email, String status, String at) {
        flows.bus()
                .publish(
                        "form.consent",
                        "form",
                        id,
                        json("{'id':'" + id + "','email':'" + email + "','emailMarketing':{'status':'" + status
                                + "','at':'" + at + "','source':'form'}}"));
    }

    private static void registers(int id, String email, boolean subscribes) {
        String customer =
                "{'id':%d,'email':'%s','firstname':'Anna','lastname':'Berg','updated_at':'2026-11-20 10:00:00',"
                        + "'created_at':'2026-11-20 10:00:00','extension_attributes':{'is_subscribed':%s}}";
        flows.bus()
                .publish(
                        "magento.customer",
                        "magento-pl",
                        Integer.toString(id),
                        json(customer.formatted(id, email, subscribes)));
    }

    private static void incident(String id, String title, int state) {
        String incident =
                "{'id':'%s','title':'%s','statecode':%d,'prioritycode':1,'modifiedon':'2026-11-20T10:00:00Z','createdon':'2026-11-20T10:00:00Z'}";
        flows.bus().publish("dynamics.incident", "dynamics", id, json(incident.formatted(id, title, state)));
    }

    private boolean gone(String externalId) {
        return flows.bus()
                .store()
                .read(tx -> tx.first(
                        "SELECT 1 FROM hub_link WHERE external_id = ? AND gone_at IS NOT NULL",
                        row -> true,
                        externalId))
                .isPresent();
    }

    /** Number of messages about a record that ended in a flow for this reason; null is that of deliveries. */
    private long told(String flow, String reason, String record) {
        return List.copyOf(flows.bus().handled()).stream()
                .filter(handled -> handled.flow().equals(flow)
                        && record.equals(handled.item().note(Note.RECORD)))
                .map(handled -> handled.item().outcome())
                .filter(outcome -> Objects.equals(reason, outcome.reason()))
                .count();
    }

    private JsonNode record(String externalId, String entity) {
        return Optional.of(id(externalId, entity))
                .filter(id -> !id.isEmpty())
                .flatMap(id -> flows.records().show(id))
                .map(shown -> shown.data())
                .orElse(Json.MAPPER.createObjectNode());
    }

    /** Of the hub's record; empty for none. */
    private String id(String externalId, String entity) {
        return flows.bus()
                .store()
                .read(tx -> tx.first(
                        "SELECT record_id FROM hub_link WHERE external_id = ? AND entity = ?",
                        row -> row.getString(1),
                        externalId,
                        entity))
                .orElse("");
    }

    private static JsonNode json(String text) {
        try {
            return Json.MAPPER.readTree(text.replace('\'', '"'));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String made(String object, String body) {
        return call("POST", "salesforce/people/sobjects/" + object, body)
                .path("id")
                .asText();
    }

    private JsonNode one(String object, String query) {
        return call("GET", "salesforce/" + object + "?" + query.replace(" ", "%20"), "")
                .at("/records/0");
    }

    private int total(String object, String query) {
        return call("GET", "salesforce/" + object + "?" + query.replace(" ", "%20"), "")
                .path("total")
                .asInt();
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
