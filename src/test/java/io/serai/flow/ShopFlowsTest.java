package io.serai.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.connect.TestSystems;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The flows of Shopify, WooCommerce, BigCommerce and the custom shop, as they are shipped: orders, their stores and companies, decisions. */
class ShopFlowsTest {
    private static final String[] FILES = {
        "shopify-customers.camel.yaml",
        "shopify-orders.camel.yaml",
        "woocommerce-customers.camel.yaml",
        "woocommerce-orders.camel.yaml",
        "bigcommerce-customers.camel.yaml",
        "bigcommerce-orders.camel.yaml",
        "custom-shop-users.camel.yaml",
        "custom-shop-purchases.camel.yaml",
        "custom-shop-businesses.camel.yaml",
        "custom-shop-consents.camel.yaml",
        "consents-to-custom-shop.camel.yaml"
    };
    private static final String MAIL_TIME = "Fri, 20 Nov 2026 10:11:12 +0000";

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private SandboxServer vendors;
    private RunningFlows flows;

    @BeforeEach
    void start() throws Exception {
        vendors = SandboxServer.start(0, SandboxOptions.defaults().withSeed(SandboxOptions.Seed.NOTHING));
        flows = new RunningFlows(
                folder,
                TestSystems.of(
                        "custom-shop.kind", "rest",
                        "custom-shop.url", vendors.url("custom-shop"),
                        "custom-shop.auth", "bearer",
                        "custom-shop.token", "sandbox-shop-token"),
                Map.of(
                        "serai.on.shopify", "true",
                        "serai.on.woocommerce", "true",
                        "serai.on.bigcommerce", "true",
                        "serai.on.custom-shop", "true"),
                FILES);
    }

    @AfterEach
    void stop() {
        if (flows != null) flows.close();
        vendors.close();
    }

    private void tell(String topic, String system, String id, String json) {
        flows.bus().publish(topic, system, id, read(json));
    }

    private RecordView record(String entity, String system, String id) {
        return flows.records()
                .show(entity, system, id)
                .orElseThrow(() -> new AssertionError("no " + entity + " " + id));
    }

    private void isOfStore(String system, String id, String code, String brand, String tax) {
        eventually(() -> {
            JsonNode order = record("order", system, id).data();
            assertThat(order.path("storeCode").asText()).isEqualTo(code);
            assertThat(order.path("brand").asText()).isEqualTo(brand);
            assertThat(order.path("taxRule").asText()).isEqualTo(tax);
            assertThat(order.path("warehouse").asText()).isEqualTo("berlin");
            assertThat(order.path("language").asText()).isEqualTo("de");
            assertThat(order.path("currency").asText()).isEqualTo("EUR");
        });
    }

    private void isCompanyOf(String system, String order, String company) {
        eventually(() -> {
            assertThat(record("order", system, order).data().path("company").asText())
                    .isEqualTo(system + ":" + company);
            RecordView found = record("company", system, company);
            assertThat(found.data().path("name").asText()).isEqualTo("Berg GmbH");
            assertThat(found.data().at("/address/city").asText()).isEqualTo("Berlin");
        });
    }

    @Test
    void anOrderOfShopifyHasItsStoreAndTheCompanyThatTheCustomerHas() {
        tell("shopify.customer", "shopify", "42", """
                {"id":42,"email":"anna@example.com","updated_at":"2026-11-20T10:00:00Z","created_at":"2026-11-19T10:00:00Z",
                 "default_address":{"company":" Berg  GmbH","address1":"Lindenstr. 7","city":"Berlin","country_code":"DE"}}""");
        tell("shopify.order", "shopify", "7", """
                {"id":7,"name":"#7","email":"anna@example.com","customer":{"id":42,"email":"anna@example.com"},"currency":"EUR",
                 "customer_locale":"de","financial_status":"paid","total_price":"1.10","line_items":[],"created_at":"2026-11-20T10:11:12Z",
                 "billing_address":{"company":"Berg GmbH","city":"Berlin","country_code":"DE"}}""");

        isOfStore("shopify", "7", "shopify", "acme", "de-gross");
        isCompanyOf("shopify", "7", "name:berg gmbh");
        eventually(() -> assertThat(record("customer", "shopify", "42")
                        .data()
                        .path("company")
                        .asText())
                .isEqualTo("shopify:name:berg gmbh"));
    }

    @Test
    void anOrderOfWooCommerceHasItsStoreAndItsCompany() {
        tell("woocommerce.order", "woocommerce", "7", """
                {"id":7,"number":"7","status":"processing","currency":"EUR","customer_id":0,"total":"1.10","line_items":[],
                 "date_created_gmt":"2026-11-20T10:11:12","billing":{"email":"anna@example.com","company":"Berg GmbH","city":"Berlin",
                 "country":"DE"}}""");

        isOfStore("woocommerce", "7", "woo", "acme", "de-gross");
        isCompanyOf("woocommerce", "7", "name:berg gmbh");
    }

    @Test
    void anOrderOfBigCommerceHasTheStoreOfItsChannelAndItsCompany() {
        tell("bigcommerce.order", "bigcommerce", "7", """
                {"id":7,"status_id":11,"currency_code":"EUR","channel_id":1,"customer_id":0,"customer_locale":"de","total_inc_tax":"1.1000",
                 "date_created":"%s","products":[],"billing_address":{"email":"anna@example.com","company":"Berg GmbH","city":"Berlin",
                 "country_iso2":"DE"}}""".formatted(MAIL_TIME));

        isOfStore("bigcommerce", "7", "bigcommerce", "acme", "de-net");
        isCompanyOf("bigcommerce", "7", "name:berg gmbh");
    }

    @Test
    void aPurchaseOfTheCustomShopHasItsStoreAndTheBusiness() {
        tell("custom-shop.business", "custom-shop", "3", """
                {"id":3,"name":"Berg GmbH","address":{"city":"Berlin","country":"DE"},"created_at":"2026-11-19T10:11:12Z"}""");
        tell("custom-shop.purchase", "custom-shop", "7", """
                {"id":7,"number":"P-7","state":"paid","user_id":42,"business_id":3,"currency":"EUR","totals":{"gross":1.1},
                 "placed_at":"2026-11-20T10:11:12Z"}""");

        isOfStore("custom-shop", "7", "custom", "acme-pro", "de-net");
        isCompanyOf("custom-shop", "7", "3");
    }

    @Test
    void whatAPersonDecidesElsewhereIsToldToTheCustomShopThatKnowsThemOnce() {
        user("POST", "", "{\"email\":\"anna@example.com\",\"newsletter\":true}");
        user("POST", "", "{\"email\":\"bert@example.com\",\"newsletter\":true}");
        tell("custom-shop.user", "custom-shop", "1", user("GET", "/1", "").toString());
        eventually(() -> assertThat(record("consent", "custom-shop", "1")
                        .data()
                        .at("/emailMarketing/status")
                        .asText())
                .isEqualTo("yes"));

        tell("shopify.customer", "shopify", "42", refusal("42", "anna@example.com"));
        tell("shopify.customer", "shopify", "43", refusal("43", "carl@example.com"));

        eventually(() -> assertThat(user("GET", "/1", "").path("newsletter").asBoolean(true))
                .isFalse());
        assertThat(user("GET", "/2", "").path("newsletter").asBoolean()).isTrue();
        tell("custom-shop.user", "custom-shop", "1", user("GET", "/1", "").toString()); // the shop tells of it
        eventually(() -> assertThat(flows.bus().backlogs())
                .allMatch(backlog -> backlog.waiting() == 0 && backlog.parked() == 0
                        || backlog.group().isEmpty()));
        assertThat(written("1")).isEqualTo(1);
        assertThat(record("consent", "custom-shop", "1")
                        .data()
                        .at("/emailMarketing/status")
                        .asText())
                .isEqualTo("no");
    }

    private static String refusal(String id, String email) {
        Instant now = Instant.now().plusSeconds(1);
        return "{\"id\":\"" + id + "\",\"email\":\"" + email
                + "\",\"created_at\":\"2026-11-19T10:00:00Z\",\"updated_at\":\"" + now
                + "\",\"email_marketing_consent\":{\"state\":\"unsubscribed\",\"opt_in_level\":\"single_opt_in\",\"consent_updated_at\":\""
                + Instant.now() + "\"}}";
    }

    private int written(String user) {
        for (JsonNode each : call("GET", "custom-shop/users", "").path("items"))
            if (each.path("id").asText().equals(user))
                return each.path("_writes").asInt();
        throw new AssertionError("no user " + user);
    }

    private JsonNode user(String method, String id, String body) {
        return call(method, "custom-shop/api/users" + id, body);
    }

    private JsonNode call(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(vendors.url(path)))
                .header("Authorization", "Bearer sandbox-shop-token")
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        try {
            return read(http.send(request, BodyHandlers.ofString()).body());
        } catch (IOException e) {
            throw new AssertionError(e); // asked again by who waits
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode read(String json) {
        return Json.read(json.getBytes(StandardCharsets.UTF_8));
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(Duration.ofMinutes(2)).untilAsserted(assertion);
    }
}
