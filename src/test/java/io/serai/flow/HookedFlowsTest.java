package io.serai.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.connect.Systems;
import io.serai.hub.RecordView;
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
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the doubles push comes in as webhooks and through the flows that are shipped; nothing is polled. They run once for all tests, each of which
 * has people of its own.
 */
class HookedFlowsTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String SECRET = "sandbox-webhook-secret";
    private static final String SHOPIFY = "X-Shopify-Access-Token: sandbox-shopify-token";
    private static final String WOO =
            "Authorization: Basic c2FuZGJveC1jb25zdW1lci1rZXk6c2FuZGJveC1jb25zdW1lci1zZWNyZXQ=";
    private static final String BIG = "X-Auth-Token: sandbox-bigcommerce-token";
    private static final String PERSON = "Prefer: return=representation";
    private static final String DYNAMICS = "dynamics/people/api/data/v9.2/";
    private static final String[] FILES = {
        "shopify-customers.camel.yaml",
        "shopify-gone.camel.yaml",
        "shopify-privacy.camel.yaml",
        "woocommerce-customers.camel.yaml",
        "woocommerce-orders.camel.yaml",
        "woocommerce-gone.camel.yaml",
        "bigcommerce-events.camel.yaml",
        "bigcommerce-customers.camel.yaml",
        "bigcommerce-gone.camel.yaml",
        "bigcommerce-orders.camel.yaml",
        "dynamics-hints.camel.yaml",
        "dynamics-contacts.camel.yaml",
        "dynamics-accounts.camel.yaml",
        "customers-to-dynamics.camel.yaml",
        "companies-to-dynamics.camel.yaml",
        "orders-to-dynamics.camel.yaml",
        "journey-engagements.camel.yaml",
        "smartico-engagements.camel.yaml",
        "smartico-consents.camel.yaml",
        "consents-to-dynamics.camel.yaml"
    };

    @TempDir
    static Path folder;

    private static HookDoor door;
    private static SandboxServer vendors;
    private static RunningFlows flows;

    @BeforeAll
    static void start() throws Exception {
        door = new HookDoor();
        vendors = SandboxServer.start(
                0,
                SandboxOptions.defaults()
                        .withSeed(SandboxOptions.Seed.NOTHING)
                        .withWebhooks(new SandboxOptions.Webhooks(door.url(), SECRET, 0, 0, 3, 5)));
        Systems systems = systems();
        flows = new RunningFlows(
                folder,
                systems,
                Map.of("serai.on.omnisend", "false", "serai.smartico.users-of", "woocommerce"),
                camel -> door.into(camel, systems),
                FILES);
        door.open(flows);
    }

    private static Systems systems() {
        return SandboxSystems.of(vendors)
                .dynamics()
                .with("shopify.kind", "shopify", "shopify.url", vendors.url("shopify"))
                .with("shopify.auth", "token", "shopify.token", "sandbox-shopify-token")
                .with("shopify.webhook.secret", SECRET)
                .with("woocommerce.kind", "woocommerce", "woocommerce.url", vendors.url("woocommerce"))
                .with("woocommerce.auth", "consumer-key", "woocommerce.consumer-key", "sandbox-consumer-key")
                .with("woocommerce.consumer-secret", "sandbox-consumer-secret", "woocommerce.webhook.secret", SECRET)
                .with("bigcommerce.kind", "bigcommerce", "bigcommerce.url", vendors.url("bigcommerce"))
                .with("bigcommerce.auth", "token", "bigcommerce.token", "sandbox-bigcommerce-token")
                .with("bigcommerce.quota.requests", "0", "bigcommerce.webhook.secret", SECRET)
                .with("smartico.kind", "smartico", "smartico.url", vendors.url("smartico"))
                .with("smartico.auth", "api-key", "smartico.token", "sandbox-smartico-key")
                .with("smartico.webhook.header", "X-Smartico-Token", "smartico.webhook.secret", SECRET)
                .with("dynamics.webhook.scheme", "header", "dynamics.webhook.header", "x-serai-key")
                .with("dynamics.webhook.secret", SECRET)
                .with(
                        "dynamics.webhook.events", // as routes/SYSTEMS.md has it
                        "select(.InitiatingUserId != \"5a1e0000-0000-4000-8000-000000000001\") | {entity: \"hint\","
                                + " id: .PrimaryEntityId, key: (.OperationId + \":\" + .MessageName), data: {table:"
                                + " .PrimaryEntityName, id: .PrimaryEntityId, deleted: (.MessageName == \"Delete\")}}")
                .systems();
    }

    @AfterAll
    static void stop() {
        if (flows != null) flows.close();
        if (vendors != null) vendors.close();
        if (door != null) door.close();
    }

    @Test
    void whomShopifyWantsErasedIsForgotten() {
        String id = send(
                        "POST",
                        "shopify/admin/api/2026-01/customers.json",
                        SHOPIFY,
                        "{'customer':{'email':'ana@example.com','first_name':'Ana','email_marketing_consent':{'state':'subscribed',"
                                + "'opt_in_level':'single_opt_in','consent_updated_at':'2026-02-01T08:00:00+01:00'}}}")
                .at("/customer/id")
                .asText();
        await().until(() ->
                data("customer", "shopify", id).path("email").asText().equals("ana@example.com")
                        && data("consent", "shopify", id)
                                .at("/emailMarketing/status")
                                .asText()
                                .equals("yes"));

        send("DELETE", "shopify/admin/api/2026-01/customers/" + id + ".json", SHOPIFY, "");

        await().until(() -> forgotten("customer", "shopify", id) && forgotten("consent", "shopify", id));
    }

    @Test
    void whoIsDeletedInOneShopStaysForTheOther() {
        String there = send("POST", "woocommerce/wp-json/wc/v3/customers", WOO, "{'email':'ben@example.com'}")
                .path("id")
                .asText();
        await().until(() -> record("customer", "woocommerce", there).isPresent());
        tell(
                "shopify.customer",
                "shopify",
                "4711",
                "{'id':4711,'email':'ben@example.com','first_name':'Ben','updated_at':'2026-11-20T10:00:00Z',"
                        + "'created_at':'2026-11-19T10:00:00Z','email_marketing_consent':{'state':'unsubscribed',"
                        + "'consent_updated_at':'2026-02-01T08:00:00+01:00'}}");
        await().until(() -> data("customer", "woocommerce", there)
                        .path("firstName")
                        .asText()
                        .equals("Ben")
                && record("consent", "shopify", "4711").isPresent());

        tell("shopify.customer.deleted", "shopify", "4711", "{'id':4711}");
        await().until(() -> gone("customer", "shopify", "4711") && gone("consent", "shopify", "4711"));
        assertThat(gone("customer", "woocommerce", there)).isFalse();
        assertThat(data("customer", "woocommerce", there).path("email").asText())
                .isEqualTo("ben@example.com");

        tell("woocommerce.customer.deleted", "woocommerce", there, "{'id':" + there + "}");
        await().until(() -> gone("customer", "woocommerce", there));
        assertThat(record("customer", "woocommerce", there).orElseThrow().goneAt())
                .describedAs("nobody has them any more")
                .isNotNull();
    }

    @Test
    void anOrderIsInDynamicsWithItsContactAndAccountUntilWooCommerceDeletesIt() {
        String id = send(
                        "POST",
                        "woocommerce/wp-json/wc/v3/orders",
                        WOO,
                        "{'number':'W-77','status':'processing','currency':'EUR','customer_id':0,'total':'1.10','line_items':[],"
                                + "'date_created_gmt':'2026-11-20T10:11:12','billing':{'email':'cleo@example.com','last_name':'Cordes',"
                                + "'company':'Cordes GmbH','city':'Berlin','country':'DE'}}")
                .path("id")
                .asText();
        await().until(() -> dynamics("serai_orders?serai_name=W-77").size() == 1);

        JsonNode order = dynamics("serai_orders?serai_name=W-77").path(0);
        JsonNode account = dynamics("accounts?name=Cordes%20GmbH").path(0);
        JsonNode contact = dynamics("contacts?emailaddress1=cleo@example.com").path(0);
        assertThat(order.path("serai_total").decimalValue()).isEqualByComparingTo("1.10");
        assertThat(order.path("_serai_contact_value").asText())
                .isEqualTo(contact.path("contactid").asText())
                .isNotEmpty();
        assertThat(order.path("_serai_account_value").asText())
                .isEqualTo(account.path("accountid").asText())
                .isNotEmpty();
        assertThat(account.path("address1_city").asText()).isEqualTo("Berlin");
        assertThat(order.path("_writes").asInt()).isEqualTo(1);

        send("DELETE", "woocommerce/wp-json/wc/v3/orders/" + id, WOO, "");
        await().until(() -> gone("order", "woocommerce", id));
    }

    @Test
    void whatBigCommerceOnlyNamesIsReadThere() {
        String id = send(
                        "POST",
                        "bigcommerce/v3/customers",
                        BIG,
                        "[{'email':'dora@example.com','first_name':'Dora','last_name':'Dahl'}]")
                .at("/data/0/id")
                .asText();
        String order = send(
                        "POST",
                        "bigcommerce/v2/orders",
                        BIG,
                        "{'status_id':11,'currency_code':'EUR','channel_id':1,'customer_id':" + id
                                + ",'total_inc_tax':'2.2000','products':[],'billing_address':{'email':'dora@example.com'}}")
                .path("id")
                .asText();

        await().until(() ->
                data("customer", "bigcommerce", id).path("lastName").asText().equals("Dahl"));
        await().until(() ->
                data("order", "bigcommerce", order).at("/totals/grand").asText().startsWith("2.2"));
    }

    @Test
    void whomBigCommerceDeletesIsGoneThereWithTheirConsentAndOrder() {
        String email = "fritz@example.com";
        String id = send(
                        "POST",
                        "bigcommerce/v3/customers",
                        BIG,
                        "[{'email':'" + email + "','accepts_product_review_abandoned_cart_emails':true}]")
                .at("/data/0/id")
                .asText();
        String order = send(
                        "POST",
                        "bigcommerce/v2/orders",
                        BIG,
                        "{'status_id':11,'currency_code':'EUR','channel_id':1,'customer_id':" + id
                                + ",'total_inc_tax':'1.0000'," + "'products':[],'billing_address':{'email':'" + email
                                + "'}}")
                .path("id")
                .asText();
        await().until(() -> record("customer", "bigcommerce", id).isPresent()
                && record("consent", "bigcommerce", id).isPresent()
                && record("order", "bigcommerce", order).isPresent());
        Instant written = Instant.now(); // its times are whole seconds
        await().until(() -> Instant.now().isAfter(written.plusSeconds(1)));

        tell("bigcommerce.order.deleted", "bigcommerce", order, "{'id':" + order + "}");
        send("DELETE", "bigcommerce/v3/customers?id:in=" + id, BIG, "");

        await().until(() -> gone("order", "bigcommerce", order));
        await().until(() -> gone("customer", "bigcommerce", id) && gone("consent", "bigcommerce", id));
        assertThat(record("customer", "bigcommerce", id).orElseThrow().goneAt()).isNotNull();
    }

    @Test
    void whoIsGoneBeforeTheyAreReadIsNobodyAndNoFailure() {
        tell("bigcommerce.event", "bigcommerce", "customer:99999", "{'entity':'customer','id':99999}");
        tell(
                "dynamics.hint",
                "dynamics",
                "5a1e0000-0000-4000-8000-00000000dead",
                "{'table':'contact','id':'5a1e0000-0000-4000-8000-00000000dead','deleted':false}");

        await().until(() -> handled("bigcommerce-fetch", "customer:99999")
                && handled("dynamics-hints", "5a1e0000-0000-4000-8000-00000000dead"));
        assertThat(List.copyOf(flows.bus().handled()))
                .extracting(handled ->
                        handled.flow() + " " + handled.item().message().subject() + " "
                                + handled.item().outcome())
                .noneMatch(outcome -> outcome.contains("DEAD"));
        assertThat(record("customer", "bigcommerce", "99999")).isEmpty();
    }

    @Test
    void aHintOfDynamicsIsReadThereWithoutAPoll() {
        String contact = send(
                        "POST",
                        DYNAMICS + "contacts",
                        PERSON,
                        "{'lastname':'Eck','emailaddress1':'eck@example.com','jobtitle':'Buyer'}")
                .path("contactid")
                .asText();
        String account = send("POST", DYNAMICS + "accounts", PERSON, "{'name':'Eck KG'}")
                .path("accountid")
                .asText();

        await().until(() ->
                data("customer", "dynamics", contact).path("jobTitle").asText().equals("Buyer"));
        await().until(() ->
                data("company", "dynamics", account).path("name").asText().equals("Eck KG"));
        send("PATCH", DYNAMICS + "contacts(" + contact + ")", PERSON, "{'jobtitle':'Owner'}");
        await().until(() ->
                data("customer", "dynamics", contact).path("jobTitle").asText().equals("Owner"));
    }

    @Test
    void whatAUserOfSmarticoDoesIsAFactAboutTheCustomerOfTheShop() {
        String id = send("POST", "woocommerce/wp-json/wc/v3/customers", WOO, "{'email':'fee@example.com'}")
                .path("id")
                .asText();
        await().until(() -> record("customer", "woocommerce", id).isPresent());

        send("POST", "smartico/people/click", PERSON, "{'user':'" + id + "','campaign':'spring'}");

        await().until(() -> engaged(id).total() == 1);
        assertThat(engaged(id).last().system()).isEqualTo("smartico");
        assertThat(engaged(id).last().type()).isEqualTo("clicked");
        assertThat(engaged(id).last().campaign()).isEqualTo("spring");
    }

    @Test
    void whoUnsubscribesInSmarticoSaidNoEverywhereAndThatIsNoEngagement() {
        String id = send("POST", "woocommerce/wp-json/wc/v3/customers", WOO, "{'email':'uwe@example.com'}")
                .path("id")
                .asText();
        await().until(() -> inDynamics("uwe@example.com").size() == 1);

        send("POST", "smartico/people/unsubscribe", PERSON, "{'user':'" + id + "'}");
        await().until(() -> decided(id).equals("no"));
        await().until(() ->
                inDynamics("uwe@example.com").at("/0/donotbulkemail").asBoolean());

        send("POST", "smartico/people/subscribe", PERSON, "{'user':'" + id + "'}");
        await().until(() -> decided(id).equals("yes"));
        send("POST", "smartico/people/unsubscribe", PERSON, "{'user':'" + id + "'}");
        await().until(() -> decided(id).equals("no"));
        await().until(() ->
                inDynamics("uwe@example.com").at("/0/donotbulkemail").asBoolean());

        send("POST", "smartico/people/click", PERSON, "{'user':'" + id + "','campaign':'spring'}");
        await().until(() -> engaged(id).total() == 1); // of the messages about a user the later ones come later
        assertThat(engaged(id).last().type()).isEqualTo("clicked");
    }

    @Test
    void whoUnsubscribesInSmarticoBeforeTheShopToldOfThemSaidNoOnceItHas() {
        send("POST", "smartico/people/unsubscribe", PERSON, "{'user':'4711'}");
        await().until(() -> List.copyOf(flows.bus().handled()).stream()
                .anyMatch(handled -> handled.flow().equals("smartico-consents")
                        && "waiting-for-link".equals(handled.item().outcome().reason())));

        tell(
                "woocommerce.customer",
                "woocommerce",
                "4711",
                "{'id':4711,'email':'late@example.com','date_created_gmt':'2026-11-01T10:00:00'}");
        await().until(() -> decided("4711").equals("no"));
        assertThat(data("consent", "smartico", "4711").path("email").asText()).isEqualTo("late@example.com");
    }

    @Test
    void whoUnsubscribesInSmarticoBeforeTheShopToldOfThemIsNotWaitedForWhereTheAddressIsTold() {
        JsonNode told =
                send("POST", "smartico/people/unsubscribe", PERSON, "{'user':'4712','email':'soon@example.com'}");
        String fact = told.path("id").asText();
        await().until(() -> decided(fact).equals("no"));

        tell(
                "woocommerce.customer",
                "woocommerce",
                "4712",
                "{'id':4712,'email':'soon@example.com','date_created_gmt':'2026-11-01T10:00:00'}");
        await().until(() ->
                inDynamics("soon@example.com").at("/0/donotbulkemail").asBoolean());
    }

    private static String decided(String user) {
        return data("consent", "smartico", user).at("/emailMarketing/status").asText();
    }

    private static JsonNode inDynamics(String email) {
        return dynamics("contacts?emailaddress1=" + email);
    }

    private static RecordView.Engaged engaged(String customer) {
        return record("customer", "woocommerce", customer).orElseThrow().engagements();
    }

    private static boolean handled(String flow, String id) {
        return List.copyOf(flows.bus().handled()).stream()
                .anyMatch(handled -> handled.flow().equals(flow)
                        && id.equals(handled.item().message().subject()));
    }

    private static void tell(String topic, String system, String id, String json) {
        flows.bus().publish(topic, system, id, json(json));
    }

    private static Optional<RecordView> record(String entity, String system, String id) {
        return flows.records().show(entity, system, id);
    }

    private static JsonNode data(String entity, String system, String id) {
        return record(entity, system, id).map(RecordView::data).orElse(Json.MAPPER.createObjectNode());
    }

    private static boolean forgotten(String entity, String system, String id) {
        return record(entity, system, id)
                .filter(record -> record.forgottenAt() != null && record.data().isEmpty())
                .isPresent();
    }

    private static boolean gone(String entity, String system, String id) {
        return record(entity, system, id).stream()
                .flatMap(record -> record.links().stream())
                .anyMatch(link -> link.system().equals(system) && link.goneAt() != null);
    }

    /** Rows that the double has. */
    private static JsonNode dynamics(String query) {
        return send("GET", "dynamics/" + query, PERSON, "").path("value");
    }

    private static JsonNode send(String method, String path, String header, String body) {
        String[] parts = header.split(": ");
        HttpRequest request = HttpRequest.newBuilder(URI.create(vendors.url(path)))
                .header(parts[0], parts[1])
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body.replace('\'', '"')))
                .build();
        try {
            return json(CLIENT.send(request, BodyHandlers.ofString()).body());
        } catch (IOException e) {
            throw new UncheckedIOException(e); // asked again by who waits
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode json(String text) {
        try {
            return Json.MAPPER.readTree(text.isEmpty() ? "{}" : text.replace('\'', '"'));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
