package io.serai.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MagentoWriteTest {
    private static final String ANNA = """
            {"customer":{"email":"anna@example.com","firstname":"Anna","lastname":"Berg","middlename":null,
             "addresses":[{"country_id":"DE","street":["Lindenstr. 7"],"city":"Berlin","default_billing":true}],
             "custom_attributes":[{"attribute_code":"loyalty_points","value":"5"}]}}""";
    private static final String ADDRESS = """
            {"firstname":"Anna","lastname":"Berg","country_id":"PL","street":["Piotrkowska 7"],"postcode":"90-001","city":"Łódź",
             "telephone":"+48 42 555 01 42"}""";
    private static SandboxServer server;
    private static Web shop;

    @BeforeAll
    static void start() {
        server = SandboxServer.start(0, SandboxOptions.defaults().withSeed(SandboxOptions.Seed.NOTHING));
        shop = Web.of(server, "magento-test").as("Bearer sandbox-access-token");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void reset() {
        shop.reset();
    }

    @Test
    void aNewCustomerGetsIdsAndTimesAndNoNullMembers() {
        JsonNode anna = shop.post("rest/default/V1/customers", ANNA).json();

        assertThat(anna.path("id").asInt()).isEqualTo(1);
        assertThat(anna.path("created_at").asText())
                .isEqualTo(anna.path("updated_at").asText())
                .hasSize(19);
        assertThat(anna.has("middlename")).isFalse();
        assertThat(anna.at("/addresses/0/customer_id").asInt()).isEqualTo(1);
        assertThat(anna.path("default_billing").asText())
                .isEqualTo(anna.at("/addresses/0/id").asText());
        assertThat(shop.get("rest/V1/customers/1").json()).isEqualTo(anna);
    }

    @Test
    void oneEmailIsOneCustomerOfAWebsite() {
        shop.post("rest/V1/customers", ANNA);
        Web.Answer again = shop.post("rest/V1/customers", ANNA.replace("anna@", "ANNA@"));

        assertThat(again.status()).isEqualTo(400);
        assertThat(again.json().path("message").asText())
                .isEqualTo("A customer with the same email address already exists in an associated website.");
        assertThat(shop.post("rest/V1/customers", ANNA.replace("\"email\"", "\"website_id\":2,\"email\""))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void wrongCustomersAreRefusedWithFieldAndReason() {
        Web.Answer missing =
                shop.post("rest/V1/customers", "{\"customer\":{\"email\":\"a@b.example\",\"firstname\":\"A\"}}");
        Web.Answer wrong = shop.post("rest/V1/customers", ANNA.replace("anna@example.com", "anna"));

        assertThat(missing.status()).isEqualTo(400);
        assertThat(missing.json().at("/parameters/fieldName").asText()).isEqualTo("lastname");
        assertThat(wrong.json().path("message").asText())
                .isEqualTo("Invalid value of \"%value\" provided for the %fieldName field.");
        assertThat(wrong.json().at("/parameters/value").asText()).isEqualTo("anna");
        assertThat(shop.post("rest/V1/customers", "{}").status()).isEqualTo(400);
        assertThat(shop.post("rest/V1/customers", "nonsense").status()).isEqualTo(400);
    }

    @Test
    void updatedAtMovesWithTheCustomersOwnFieldsOnly() {
        String before =
                shop.post("rest/V1/customers", ANNA).json().path("updated_at").asText();
        await().until(() -> !Times.text(Instant.now().getEpochSecond()).equals(before));

        JsonNode address = put("{\"customer\":{\"addresses\":[" + ADDRESS + "]}}");
        JsonNode newsletter = put("{\"customer\":{\"extension_attributes\":{\"is_subscribed\":true}}}");
        JsonNode name = put("{\"customer\":{\"lastname\":\"Berg-Öz\"}}");

        assertThat(address.at("/addresses/0/city").asText()).isEqualTo("Łódź");
        assertThat(address.path("addresses")).hasSize(1);
        assertThat(address.path("updated_at").asText()).isEqualTo(before);
        assertThat(newsletter.at("/extension_attributes/is_subscribed").asBoolean())
                .isTrue();
        assertThat(newsletter.path("updated_at").asText()).isEqualTo(before);
        assertThat(name.path("updated_at").asText()).isGreaterThan(before);
        assertThat(name.at("/custom_attributes/0/value").asText()).isEqualTo("5");
    }

    @Test
    void addressesThatAreNotGivenAreGoneAndThoseThatAreKeepTheirIds() {
        shop.post("rest/V1/customers", ANNA);
        JsonNode two = put("{\"customer\":{\"addresses\":[" + ADDRESS + "," + ADDRESS + "]}}");
        String second = two.at("/addresses/1/id").asText();

        JsonNode one = put("{\"customer\":{\"addresses\":[" + two.at("/addresses/1") + "]}}");

        assertThat(one.path("addresses")).hasSize(1);
        assertThat(one.at("/addresses/0/id").asText()).isEqualTo(second);
        assertThat(put("{\"customer\":{\"lastname\":\"Öz\"}}").path("addresses"))
                .isEqualTo(one.path("addresses"));
        Web.Answer strange =
                shop.send("PUT", "rest/V1/customers/1", "{\"customer\":{\"addresses\":[" + with("\"id\":999,") + "]}}");
        assertThat(strange.status()).isEqualTo(404);
        assertThat(strange.json().at("/parameters/fieldName").asText()).isEqualTo("addressId");
    }

    @Test
    void anAddressWithoutWhatItNeedsIsRefusedWithAllFields() {
        shop.post("rest/V1/customers", ANNA);
        Web.Answer several =
                refused("{\"country_id\":\"PL\",\"city\":\"Łódź\",\"street\":[\"A 1\"],\"postcode\":\"1\"}");
        Web.Answer one = refused(ADDRESS.replace("telephone", "fax"));

        assertThat(several.json().path("message").asText()).isEqualTo("One or more input exceptions have occurred.");
        assertThat(several.json().path("errors").findValuesAsText("fieldName"))
                .containsExactly("firstname", "lastname", "telephone");
        assertThat(one.json().path("message").asText()).isEqualTo("\"%fieldName\" is required. Enter and try again.");
        assertThat(one.json().at("/parameters/fieldName").asText()).isEqualTo("telephone");
        assertThat(shop.get("rest/V1/customers/1").json().path("addresses")).hasSize(1);
    }

    @Test
    void aRegionIsKnownByItsIdWhichIsThatOfTheCountry() {
        shop.post("rest/V1/customers", ANNA);
        String american = ADDRESS.replace("\"PL\"", "\"US\"");
        assertThat(refused(american).json().at("/parameters/fieldName").asText())
                .isEqualTo("regionId");
        Web.Answer german = refused(american.replace("{", "{\"region\":{\"region\":\"Berlin\",\"region_id\":82},"));
        assertThat(german.json().path("message").asText())
                .isEqualTo("Invalid value of \"%value\" provided for the %fieldName field.");
        assertThat(german.json().at("/parameters/value").asText()).isEqualTo("82");
        JsonNode region = shop.get("rest/V1/directory/countries/US").json().at("/available_regions/0");
        assertThat(region.toString()).isEqualTo("{\"id\":\"12\",\"code\":\"CA\",\"name\":\"California\"}");
        put("{\"customer\":{\"addresses\":["
                + american.replace("{", "{\"region\":{\"region\":\"California\",\"region_id\":12},") + "]}}");
        assertThat(shop.get("rest/V1/directory/countries/PL").json().has("available_regions"))
                .isFalse();
        assertThat(shop.get("rest/V1/directory/countries/XX").status()).isEqualTo(404);
    }

    /** As up to Magento 2.3; the double does so when it is told to. */
    @Test
    void whoIsWrittenWithoutTheNewslettersFlagMayBeUnsubscribed() {
        shop.post("rest/V1/customers", ANNA);
        put("{\"customer\":{\"extension_attributes\":{\"is_subscribed\":true}}}");
        String silent = "{\"customer\":{\"lastname\":\"Öz\",\"extension_attributes\":{\"assistance_allowed\":1}}}";
        assertThat(put(silent).at("/extension_attributes/is_subscribed").asBoolean())
                .isTrue();
        shop.post("options", "{\"silenceUnsubscribes\":true}");
        assertThat(put(silent).at("/extension_attributes/is_subscribed").asBoolean())
                .isFalse();
    }

    @Test
    void aGuestPlacesAnOrderWithCurl() {
        JsonNode order = shop.post("rest/V1/orders", """
                        {"entity":{"customer_email":"gast@example.net","order_currency_code":"EUR","billing_address":{"lastname":"Gast"},
                         "items":[{"sku":"MUG-1","name":"Becher","qty_ordered":2,"price":9.24,"tax_amount":3.51}]}}""").json();

        assertThat(order.path("entity_id").asInt()).isEqualTo(1);
        assertThat(order.path("increment_id").asText()).isEqualTo("000000001");
        assertThat(order.path("customer_is_guest").asInt()).isEqualTo(1);
        assertThat(order.has("customer_id")).isFalse();
        assertThat(order.path("grand_total").asDouble()).isEqualTo(21.99);
        assertThat(order.path("state").asText()).isEqualTo("new");
        assertThat(shop.get("rest/V1/orders" + Web.criteria("", "customer_id null"))
                        .json()
                        .path("total_count")
                        .asInt())
                .isEqualTo(1);
        JsonNode changed = shop.post("rest/V1/orders", "{\"entity\":{\"entity_id\":1,\"status\":\"complete\"}}")
                .json();
        assertThat(changed.path("status").asText()).isEqualTo("complete");
        assertThat(changed.path("grand_total").asDouble()).isEqualTo(21.99);
    }

    @Test
    void whatDoesNotExistIsNotFoundWithItsName() {
        Web.Answer answer = shop.get("rest/V1/customers/99");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().path("message").asText()).isEqualTo("No such entity with %fieldName = %fieldValue");
        assertThat(answer.json().at("/parameters/fieldValue").asText()).isEqualTo("99");
        assertThat(shop.get("rest/V1/wishlists/mine").json().path("message").asText())
                .isEqualTo("Request does not match any route.");
        assertThat(shop.post("rest/V1/orders", "{\"entity\":{\"items\":[]}}").status())
                .isEqualTo(400);
    }

    private static String with(String member) {
        return ADDRESS.replaceFirst("\\{", "{" + member);
    }

    private static Web.Answer refused(String address) {
        Web.Answer answer = shop.send("PUT", "rest/V1/customers/1", "{\"customer\":{\"addresses\":[" + address + "]}}");
        assertThat(answer.status()).isEqualTo(400);
        return answer;
    }

    private static JsonNode put(String body) {
        Web.Answer answer = shop.send("PUT", "rest/V1/customers/1", body);
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
        return answer.json();
    }
}
