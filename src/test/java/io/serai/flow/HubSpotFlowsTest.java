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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HubSpot's flows as they are shipped, with the double of HubSpot; what a shop says is put on the bus. */
class HubSpotFlowsTest {
    private static final String[] FILES = {
        "magento-customers.camel.yaml",
        "magento-consents.camel.yaml",
        "magento-orders.camel.yaml",
        "hubspot-contacts.camel.yaml",
        "hubspot-companies.camel.yaml",
        "hubspot-consents.camel.yaml",
        "hubspot-departures.camel.yaml",
        "customers-to-hubspot.camel.yaml",
        "companies-to-hubspot.camel.yaml",
        "orders-to-hubspot.camel.yaml",
        "consents-to-hubspot.camel.yaml"
    };
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
        call("POST", vendors.url("reset"), "");
        call(
                "POST",
                vendors.url("hubspot") + "/options",
                "{'searchLag':0,'tenSecondly':100000,'searchSecondly':100000}");
        Systems systems = SandboxSystems.of(vendors).hubspot().systems();
        flows = new RunningFlows(folder, systems, Map.of("serai.on.hubspot", "true"), FILES);
    }

    @AfterEach
    void stop() {
        flows.close();
    }

    @Test
    void aCustomerOfAShopBecomesAContactOfItsCompanyAndTheEchoEndsInTheHub() throws Exception {
        customer(1, "anna@example.com", "Anna", "2026-11-20 10:15:31", ",'company':'Berg GmbH','vat_id':'DE123456789'");
        settled();

        JsonNode anna = only("contacts?email=anna@example.com");
        JsonNode berg = only("companies?tax_number=DE123456789");
        assertThat(anna.at("/properties/firstname").asText()).isEqualTo("Anna");
        assertThat(anna.at("/associations/companies/0").asText()).isEqualTo(id(berg));

        JsonNode before = writes();
        happened("contact.changed", id(anna));
        happened("contact.changed", id(anna));
        happened("company.changed", id(berg));
        settled();
        assertThat(writes()).isEqualTo(before);
        assertThat(one("anna@example.com").version()).isEqualTo(1);
        assertThat(flows.records()
                        .show("company", "hubspot", id(berg))
                        .orElseThrow()
                        .links())
                .extracting(RecordView.Link::system)
                .containsExactlyInAnyOrder("magento-pl", "hubspot");
    }

    @Test
    void aContactThatIsThereAlreadyIsTakenAndWhatPeopleEditThereComesBack() throws Exception {
        String anna = create("contacts", "'email':'anna@example.com','firstname':'Ann','hubspotscore':'40'");
        customer(1, "anna@example.com", "Anna", "2026-11-20 10:15:31", "");
        settled();
        JsonNode contact = only("contacts?email=anna@example.com");
        assertThat(id(contact)).isEqualTo(anna);
        assertThat(contact.at("/properties/firstname").asText()).isEqualTo("Anna");
        assertThat(contact.at("/properties/serai_id").asText())
                .isEqualTo(one("anna@example.com").id());

        people("PATCH", "contacts/" + anna, "{'properties':{'jobtitle':'CEO','hubspotscore':'91'}}");
        happened("contact.changed", anna);
        settled();

        JsonNode known = one("anna@example.com").data();
        assertThat(known.path("jobTitle").asText()).isEqualTo("CEO");
        assertThat(known.path("score").asInt()).isEqualTo(91);
        assertThat(known.path("firstName").asText()).isEqualTo("Anna");
    }

    @Test
    void aCompanyThatCameFromHubSpotIsChangedThereAndNotCreatedAgain() throws Exception {
        String berg = create("companies", "'name':'Berg','tax_number':'DE123456789'");
        happened("company.changed", berg);
        settled();

        customer(1, "anna@example.com", "Anna", "2026-11-20 10:15:31", ",'company':'Berg GmbH','vat_id':'DE123456789'");
        settled();

        JsonNode company = only("companies?tax_number=DE123456789");
        assertThat(id(company)).isEqualTo(berg);
        assertThat(company.at("/properties/name").asText()).isEqualTo("Berg GmbH");
        assertThat(company.at("/properties/serai_id").asText()).isNotEmpty();
    }

    /** As after a kill between HubSpot's answer and the note of it. */
    @Test
    void aCompanyThatSaysWhoseItIsBecomesNoSecondRecord() throws Exception {
        String known = create("companies", "'name':'Berg'");
        happened("company.changed", known);
        settled();
        String record =
                flows.records().show("company", "hubspot", known).orElseThrow().id();
        String written = create("companies", "'name':'Berg','serai_id':'" + record + "'");
        String stranger = create("companies", "'name':'Weiss','serai_id':'no-record-of-ours'");

        happened("company.changed", written);
        happened("company.changed", stranger);
        settled();

        assertThat(flows.records()
                        .show("company", "hubspot", written)
                        .orElseThrow()
                        .id())
                .isEqualTo(record);
        assertThat(flows.records()
                        .show("company", "hubspot", stranger)
                        .orElseThrow()
                        .id())
                .isNotEqualTo(record);
    }

    @Test
    void contactsThatAreMergedThereAreOneRecordAndADeletedOneIsNotWrittenAgain() throws Exception {
        customer(1, "anna@example.com", "Anna", "2026-11-20 10:15:31", "");
        customer(2, "berg@example.com", "Anna", "2026-11-20 10:15:32", "");
        settled();
        String one = id(only("contacts?email=anna@example.com"));
        String two = id(only("contacts?email=berg@example.com"));

        people("POST", "contacts/merge", "{'primaryObjectId':'" + one + "','objectIdToMerge':'" + two + "'}");
        event(
                "contact.merged",
                one,
                ",'primaryObjectId':" + one + ",'newObjectId':" + one + ",'mergedObjectIds':[" + two + "]");
        settled();
        assertThat(ofShop("2")).isEqualTo(ofShop("1"));

        people("DELETE", "contacts/" + one, "");
        happened("contact.deleted", one);
        settled();
        customer(1, "anna@example.com", "Anne", "2026-11-21 10:15:31", "");
        settled();
        assertThat(read(vendors.url("hubspot") + "/contacts").path("total").asInt())
                .isZero();
        assertThat(flows.records()
                        .show(ofShop("1"))
                        .orElseThrow()
                        .data()
                        .path("firstName")
                        .asText())
                .isEqualTo("Anne");
    }

    @Test
    void companiesThatAreMergedThereAreOneRecordAndADeletedOneIsNotWrittenAgain() throws Exception {
        String berg = create("companies", "'name':'Berg','tax_number':'DE123456789'");
        String fels = create("companies", "'name':'Fels'");
        happened("company.changed", berg);
        happened("company.changed", fels);
        settled();
        assertThat(company(fels).id()).isNotEqualTo(company(berg).id());

        people("POST", "companies/merge", "{'primaryObjectId':'" + berg + "','objectIdToMerge':'" + fels + "'}");
        event(
                "company.merged",
                berg,
                ",'primaryObjectId':" + berg + ",'newObjectId':" + berg + ",'mergedObjectIds':[" + fels + "]");
        settled();
        assertThat(company(fels).id()).isEqualTo(company(berg).id());
        assertThat(company(berg).goneAt()).isNull();

        people("DELETE", "companies/" + berg, "");
        happened("company.deleted", berg);
        settled();
        assertThat(company(berg).goneAt()).isNotNull();
        customer(1, "anna@example.com", "Anna", "2026-11-21 10:15:31", ",'company':'Berg AG','vat_id':'DE123456789'");
        settled();
        assertThat(company(berg).data().path("name").asText()).isEqualTo("Berg AG");
        assertThat(read(vendors.url("hubspot") + "/companies").path("total").asInt())
                .isZero();
    }

    @Test
    void aCompanyOfWhichNoWebhookToldIsFoundByThePoll() throws Exception {
        String berg = create("companies", "'name':'Berg','tax_number':'DE123456789'");
        happened("company.changed", berg);
        settled();
        flows.close();
        people("PATCH", "companies/" + berg, "{'properties':{'name':'Berg AG'}}");
        String fels = create("companies", "'name':'Fels'");

        flows = new RunningFlows(
                folder,
                SandboxSystems.of(vendors).hubspot().systems(),
                Map.of("serai.on.hubspot", "true", "serai.poll.every", "50ms", "serai.poll.initial-delay", "1ms"),
                "hubspot-companies.camel.yaml",
                "hubspot-companies-poll.camel.yaml");

        await().untilAsserted(() -> {
            assertThat(flows.records().show("company", "hubspot", fels)).isPresent();
            assertThat(company(berg).data().path("name").asText()).isEqualTo("Berg AG");
        });
    }

    @Test
    void whoIsErasedThereForPrivacyIsErasedHereForGood() throws Exception {
        customer(1, "anna@example.com", "Anna", "2026-11-20 10:15:31", "");
        settled();
        String anna = id(only("contacts?email=anna@example.com"));
        happened("contact.changed", anna);
        settled();

        people("POST", "contacts/gdpr-delete", "{'objectId':'" + anna + "'}");
        happened("contact.deleted", anna);
        happened("contact.forgotten", anna);
        settled();
        customer(1, "anna@example.com", "Anna", "2026-11-21 10:15:31", "");
        settled();

        RecordView record = flows.records().show("customer", "hubspot", anna).orElseThrow();
        assertThat(record.data()).isEmpty();
        assertThat(flows.records().show("consent", "hubspot", anna).map(RecordView::data))
                .hasValueSatisfying(data -> assertThat(data).isEmpty());
        assertThat(read(vendors.url("hubspot") + "/contacts").path("total").asInt())
                .isZero();
    }

    @Test
    void aRefusalThereIsKnownHereAndAnOlderConsentDoesNotUndoIt() throws Exception {
        customer(1, "anna@example.com", "Anna", "2026-11-20 10:15:31", ",'subscribed':true");
        settled();
        assertThat(status("anna@example.com")).isEqualTo("SUBSCRIBED");
        String anna = id(only("contacts?email=anna@example.com"));

        call("POST", vendors.url("hubspot") + "/unsubscribe", "{'email':'anna@example.com'}");
        happened("contact.changed", anna);
        settled();
        customer(1, "anna@example.com", "Anne", "2026-11-20 10:20:00", ",'subscribed':true");
        settled();

        JsonNode decision = flows.records()
                .show("consent", "hubspot", anna)
                .orElseThrow()
                .data()
                .path("emailMarketing");
        assertThat(decision.path("status").asText()).isEqualTo("no");
        assertThat(decision.path("source").asText()).isEqualTo("opted out in HubSpot");
        assertThat(status("anna@example.com")).isEqualTo("UNSUBSCRIBED");
    }

    @Test
    void oneContactThatCannotBeTakenNowIsParkedAloneAndGoesLater() throws Exception {
        call("POST", vendors.url("hubspot") + "/fail", "{'kind':'rows','code':'RATE_LIMITS','times':1}");
        for (int i = 1; i <= 3; i++) customer(i, "p" + i + "@example.com", "P", "2026-11-20 10:15:31", "");
        settled();

        assertThat(read(vendors.url("hubspot") + "/contacts").path("total").asInt())
                .isEqualTo(3);
        assertThat(flows.bus().handled())
                .filteredOn(one -> "RATE_LIMITS".equals(one.item().outcome().reason()))
                .hasSize(1);
    }

    @Test
    void anOrderBecomesADealOfItsContactOnceThatIsThere() throws Exception {
        publish(
                "magento.order",
                "7",
                "{'entity_id':7,'increment_id':'0007','state':'complete','customer_id':1,'customer_is_guest':0,"
                        + "'order_currency_code':'PLN','grand_total':58.90,'created_at':'2026-11-20 10:15:31',"
                        + "'updated_at':'2026-11-20 10:15:31','items':[{'sku':'MUG-1','name':'Mug','qty_ordered':2}]}");
        customer(1, "anna@example.com", "Anna", "2026-11-20 10:15:31", "");
        settled();

        JsonNode deal = only("deals?dealname=Order%200007");
        assertThat(deal.at("/properties/amount").asText()).isEqualTo("58.90");
        assertThat(deal.at("/properties/dealstage").asText()).isEqualTo("closedwon");
        assertThat(deal.at("/associations/contacts/0").asText()).isEqualTo(id(only("contacts?email=anna@example.com")));
    }

    private void customer(int id, String email, String first, String at, String more) throws IOException {
        boolean asked = more.contains("subscribed");
        publish(
                "magento.customer",
                "" + id,
                "{'id':" + id + ",'email':'" + email + "','firstname':'" + first + "','lastname':'Berg','updated_at':'"
                        + at
                        + "','created_at':'2026-11-19 10:15:31','store_id':1"
                        + (asked ? ",'extension_attributes':{'is_subscribed':true}" : "")
                        + ",'addresses':[{'default_billing':true,'country_id':'DE','city':'Bonn'" + (asked ? "" : more)
                        + "}]}");
    }

    private void publish(String topic, String id, String data) throws IOException {
        flows.bus().publish(topic, "magento-pl", id, json(data));
    }

    private void happened(String what, String id) throws IOException {
        event(what, id, "");
    }

    private void event(String what, String id, String more) throws IOException {
        flows.bus()
                .publish(
                        "hubspot." + what,
                        "hubspot",
                        id,
                        json("{'eventId':" + ++events + ",'changeSource':'CRM_UI','objectId':" + id + more + "}"));
    }

    /** Everything that was published is handled, and nothing failed for good. */
    private void settled() {
        await().untilAsserted(() -> assertThat(flows.bus().backlogs())
                .filteredOn(backlog -> !backlog.group().isEmpty())
                .allMatch(backlog -> backlog.waiting() == 0 && backlog.parked() == 0));
        assertThat(flows.bus().backlogs()).extracting(Backlog::dead).containsOnly(0L);
    }

    private RecordView company(String id) {
        return flows.records().show("company", "hubspot", id).orElseThrow();
    }

    private String ofShop(String id) {
        return flows.records().show("customer", "magento-pl", id).orElseThrow().id();
    }

    private RecordView one(String email) {
        List<RecordView> found = flows.records().find(email).stream()
                .filter(record -> record.entity().equals("customer"))
                .toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    /** How often HubSpot was asked to write. */
    private static JsonNode writes() throws IOException {
        JsonNode calls = read(vendors.url("hubspot") + "/stats").path("calls").deepCopy();
        ((com.fasterxml.jackson.databind.node.ObjectNode) calls)
                .retain(calls.properties().stream()
                        .map(Map.Entry::getKey)
                        .filter(call ->
                                call.contains("update") || call.contains("upsert") || call.contains("associate"))
                        .toList());
        return calls;
    }

    private static String status(String email) throws IOException {
        return read(vendors.url("hubspot") + "/communication-preferences/v4/statuses/" + email)
                .at("/results/0/status")
                .asText();
    }

    private static String create(String object, String properties) throws IOException {
        return people("POST", object, "{'properties':{" + properties + "}}")
                .path("id")
                .asText();
    }

    private static JsonNode only(String query) throws IOException {
        JsonNode found = read(vendors.url("hubspot") + "/" + query);
        assertThat(found.path("total").asInt()).isEqualTo(1);
        return found.at("/records/0");
    }

    private static String id(JsonNode object) {
        return object.path("id").asText();
    }

    private static JsonNode people(String method, String path, String body) throws IOException {
        return call(method, vendors.url("hubspot") + "/crm/v3/objects/" + path, body);
    }

    private static JsonNode read(String url) throws IOException {
        return call("GET", url, "");
    }

    private static JsonNode call(String method, String url, String body) throws IOException {
        try {
            String answer = CLIENT.send(
                            HttpRequest.newBuilder(URI.create(url))
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
