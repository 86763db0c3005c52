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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Who refused in a system, which nobody has read or told yet, while a yes of another system is on its way there. None of the routes that
 * poll runs here, so that what the hub knows of it was heard before it would have been written over.
 */
class UnheardRefusalsTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String[] FILES = {
        "magento-customers.camel.yaml",
        "magento-consents.camel.yaml",
        "custom-shop-users.camel.yaml",
        "custom-shop-consents.camel.yaml",
        "salesforce-contacts.camel.yaml",
        "salesforce-leads.camel.yaml",
        "dynamics-contacts.camel.yaml",
        "customers-to-salesforce.camel.yaml",
        "customers-to-dynamics.camel.yaml",
        "consents-to-salesforce.camel.yaml",
        "consents-to-dynamics.camel.yaml",
        "consents-to-custom-shop.camel.yaml",
        "leads-to-salesforce.camel.yaml"
    };
    private static final String EMAIL = "anna@example.com";
    private static final String LONG_AGO = "2026-01-01T10:00:00Z";

    @TempDir
    Path folder;

    private SandboxServer vendors;
    private RunningFlows flows;

    @BeforeEach
    void start() throws Exception {
        vendors = SandboxServer.start(0, SandboxOptions.defaults().withSeed(SandboxOptions.Seed.NOTHING));
        flows = flows(Map.of("serai.on.salesforce-leads", "true"));
    }

    private RunningFlows flows(Map<String, String> settings) throws Exception {
        Systems systems = SandboxSystems.of(vendors)
                .salesforce()
                .dynamics()
                .with(
                        "custom-shop.kind",
                        "rest",
                        "custom-shop.url",
                        vendors.url("custom-shop"),
                        "custom-shop.auth",
                        "bearer",
                        "custom-shop.token",
                        "sandbox-shop-token")
                .systems();
        return new RunningFlows(folder, systems, settings, UnheardRefusalsTest::forms, FILES);
    }

    @AfterEach
    void stop() {
        if (flows != null) flows.close();
        vendors.close();
    }

    @Test
    void anOptOutInSalesforceStaysAndCountsEverywhere() {
        contacts();
        person(
                "PATCH",
                "salesforce/people/sobjects/Contact/" + salesforce().path("Id").asText(),
                "{'HasOptedOutOfEmail':true}");

        said("yes", LONG_AGO);

        await().until(() -> dynamics().path("donotbulkemail").asBoolean());
        await().until(() -> outcomes("consents-to-salesforce").contains("edited-there"));
        settled();
        assertThat(salesforce().path("HasOptedOutOfEmail").asBoolean()).isTrue();
        assertThat(consent()).isEqualTo("no");
    }

    @Test
    void anOptOutInDynamicsStaysAndCountsEverywhere() {
        contacts();
        person(
                "PATCH",
                "dynamics/people/api/data/v9.2/contacts("
                        + dynamics().path("contactid").asText() + ")",
                "{'donotbulkemail':true}");

        said("yes", LONG_AGO);

        await().until(() -> salesforce().path("HasOptedOutOfEmail").asBoolean());
        await().until(() -> outcomes("consents-to-dynamics").contains("edited-there"));
        settled();
        assertThat(dynamics().path("donotbulkemail").asBoolean()).isTrue();
        assertThat(consent()).isEqualTo("no");
    }

    /** As if a poll had come first: the flag is as old as the last change of its contact. */
    @Test
    void aYesThatIsNewerThanTheOptOutIsWritten() {
        contacts();
        person(
                "PATCH",
                "salesforce/people/sobjects/Contact/" + salesforce().path("Id").asText(),
                "{'HasOptedOutOfEmail':true}");

        said("yes", Instant.now().plusSeconds(2).toString());

        await().until(() -> !salesforce().path("HasOptedOutOfEmail").asBoolean());
        settled();
        assertThat(outcomes("consents-to-salesforce")).contains("edited-there");
        assertThat(consent()).isEqualTo("yes");
        assertThat(dynamics().path("donotbulkemail").asBoolean()).isFalse();
    }

    @Test
    void nothingIsReadWhereNobodyIsToBeOptedInAndOurOwnRefusalThereIsNone() {
        contacts();
        said("no", LONG_AGO);
        await().until(() -> salesforce().path("HasOptedOutOfEmail").asBoolean()
                && dynamics().path("donotbulkemail").asBoolean());
        settled();
        assertThat(calls("salesforce")).isNotEmpty().noneMatch(call -> call.contains("query"));
        assertThat(calls("dynamics")).isNotEmpty().noneMatch(call -> call.startsWith("GET"));

        said("yes", "2026-01-01T11:00:00Z"); // what is opted out there we wrote ourselves, so it is nobody's refusal
        await().until(() -> !salesforce().path("HasOptedOutOfEmail").asBoolean()
                && !dynamics().path("donotbulkemail").asBoolean());
        settled();
        assertThat(consent()).isEqualTo("yes");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ofAContactOnlyWhatADecisionNeedsIsReadWhereNothingElseIsTakenIn(boolean taken) throws Exception {
        flows.close();
        flows = flows(Map.of("serai.on.salesforce-leads", "true", "serai.on.salesforce-in", Boolean.toString(taken)));
        contacts();
        person(
                "PATCH",
                "salesforce/people/sobjects/Contact/" + salesforce().path("Id").asText(),
                "{'HasOptedOutOfEmail':true}");

        said("yes", LONG_AGO);

        await().until(() -> outcomes("consents-to-salesforce").contains("edited-there"));
        List<String> rows = flows.bus()
                .store()
                .read(tx -> tx.query(
                        "SELECT raw FROM journal WHERE system = ?",
                        row -> new String(row.getBytes(1), StandardCharsets.UTF_8),
                        "salesforce"));
        assertThat(rows)
                .isNotEmpty()
                .allMatch(row -> row.contains("HasOptedOutOfEmail") && row.contains("LastName") == taken);
        await().until(() -> consent().equals("no"));
    }

    @Test
    void aReadingThatFailedFirstDoesNotMakeOurOwnRefusalAPersons() {
        contacts();
        said("no", LONG_AGO);
        await().until(() -> salesforce().path("HasOptedOutOfEmail").asBoolean()
                && dynamics().path("donotbulkemail").asBoolean());
        settled();

        person("POST", "salesforce/fail", "{'kind':'status','status':503,'times':1,'path':'query'}");
        person("POST", "dynamics/fail", "{'kind':'status','status':503,'times':1,'path':'contacts'}");
        said("yes", "2026-01-01T11:00:00Z");
        await().until(() -> outcomes("consents-to-salesforce").contains("SERVER_UNAVAILABLE")
                && outcomes("consents-to-dynamics").contains("http-503"));

        await().until(() -> !salesforce().path("HasOptedOutOfEmail").asBoolean()
                && !dynamics().path("donotbulkemail").asBoolean());
        settled();
        assertThat(consent()).isEqualTo("yes");
    }

    @Test
    void aLeadThatOptsOutIsNotOptedInByAnOlderYes() {
        String id = person(
                        "POST",
                        "salesforce/people/sobjects/Lead",
                        "{'LastName':'Berg','Company':'Berg GmbH','Email':'" + EMAIL + "'}")
                .path("id")
                .asText();
        flows.bus().publish("salesforce.lead", "salesforce", id, lead());
        await().until(() -> flows.records().show("consent", "salesforce", id).isPresent());
        person("PATCH", "salesforce/people/sobjects/Lead/" + id, "{'HasOptedOutOfEmail':true}");

        said("yes", LONG_AGO);

        await().until(() -> outcomes("leads-to-salesforce").contains("edited-there"));
        await().until(() -> consent().equals("no"));
        settled();
        assertThat(lead().path("HasOptedOutOfEmail").asBoolean()).isTrue();
    }

    @Test
    void aRefusalInTheCustomShopIsNotOverwrittenByAnOlderYes() {
        JsonNode user = shop("POST", "api/users", "{'email':'" + EMAIL + "','last_name':'Berg','newsletter':null}");
        String id = user.path("id").asText();
        flows.bus().publish("custom-shop.user", "custom-shop", id, user);
        await().until(() -> !salesforce().isMissingNode());
        shop("PUT", "api/users/" + id, "{'newsletter':false}");

        said("yes", LONG_AGO);

        await().until(() -> salesforce().path("HasOptedOutOfEmail").asBoolean());
        await().until(() -> outcomes("consents-to-custom-shop").contains("edited-there"));
        settled();
        assertThat(shop("GET", "api/users/" + id, "").path("newsletter"))
                .isEqualTo(Json.MAPPER.getNodeFactory().booleanNode(false));
        assertThat(consent()).isEqualTo("no");
    }

    /** What is read before writing is what a poll reads, so that the poll has no news by it, and loses none. */
    @Test
    void itIsReadAsAPollReadsIt() throws IOException {
        assertThat(columns("consents-to-salesforce")).isEqualTo(columns("salesforce-contacts-poll"));
        assertThat(columns("leads-to-salesforce")).isEqualTo(columns("salesforce-leads-poll"));
        assertThat(columns("consents-to-dynamics")).isEqualTo(columns("dynamics-contacts-poll"));
    }

    private static String columns(String flow) throws IOException {
        return Files.readAllLines(Path.of("routes", flow + ".camel.yaml")).stream()
                .map(String::trim)
                .filter(line -> line.startsWith("fields: ") || line.startsWith("select: "))
                .map(line -> line.split(" ")[1])
                .findFirst()
                .orElseThrow();
    }

    /** A customer of a shop that has no newsletter, and the contacts in both CRMs. */
    private void contacts() {
        flows.bus()
                .publish(
                        "magento.customer",
                        "magento-pl",
                        "1",
                        read(
                                "{'id':1,'email':'" + EMAIL
                                        + "','lastname':'Berg','created_at':'2025-01-01 10:00:00','updated_at':'2025-01-01 10:00:00'}"));
        await().until(() -> !salesforce().isMissingNode() && !dynamics().isMissingNode());
        settled();
    }

    /** A form on a website, which tells when. */
    private void said(String status, String at) {
        flows.bus()
                .publish(
                        "form.consent",
                        "form",
                        "1",
                        read("{'id':'1','email':'" + EMAIL + "','emailMarketing':{'status':'" + status + "','at':'" + at
                                + "'}}"));
    }

    private static void forms(DefaultCamelContext camel) {
        try {
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("bus:form.consent?group=consents")
                            .process(exchange -> Batches.set(
                                    exchange,
                                    Batches.current(exchange)
                                            .mapLive(item -> item.note(Note.ENTITY, "consent")
                                                    .note(Note.EXTERNAL_ID, "1")
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

    private String consent() {
        return flows.records()
                .show("consent", "form", "1")
                .map(record -> record.data().at("/emailMarketing/status").asText())
                .orElse("");
    }

    /** Reasons of the outcomes of a flow. */
    private List<String> outcomes(String flow) {
        return List.copyOf(flows.bus().handled()).stream()
                .filter(each -> each.flow().equals(flow))
                .map(each -> String.valueOf(each.item().outcome().reason()))
                .toList();
    }

    /** All that was published is handled, and nothing failed for good. */
    private void settled() {
        await().untilAsserted(() -> assertThat(flows.bus().backlogs())
                .filteredOn(backlog -> !backlog.group().isEmpty())
                .allMatch(backlog -> backlog.waiting() == 0 && backlog.parked() == 0));
        assertThat(flows.bus().backlogs()).allMatch(backlog -> backlog.dead() == 0);
    }

    private JsonNode salesforce() {
        return person("GET", "salesforce/Contact?Email=" + EMAIL, "").at("/records/0");
    }

    private JsonNode lead() {
        return person("GET", "salesforce/Lead?Email=" + EMAIL, "").at("/records/0");
    }

    private JsonNode dynamics() {
        return person("GET", "dynamics/contacts?emailaddress1=" + EMAIL, "").at("/value/0");
    }

    private List<String> calls(String system) {
        return person("GET", system + "/stats", "").path("calls").properties().stream()
                .map(Map.Entry::getKey)
                .toList();
    }

    private JsonNode shop(String method, String path, String body) {
        return call(method, "custom-shop/" + path, body, "sandbox-shop-token");
    }

    private JsonNode person(String method, String path, String body) {
        return call(method, path, body, "none");
    }

    private JsonNode call(String method, String path, String body, String token) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(vendors.url(path)))
                    .header("Authorization", "Bearer " + token)
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

    private static JsonNode read(String json) {
        try {
            return Json.MAPPER.readTree(json.replace('\'', '"'));
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
