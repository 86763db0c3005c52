package io.serai.flow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.bus.Backlog;
import io.serai.message.Json;
import io.serai.message.Outcome;
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
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a CRM changes of a customer, back in the shops: between two Magentos and what Salesforce says. */
class CustomersToMagentoTest {
    private static final String[] FILES = {
        "magento-customers.camel.yaml",
        "magento-consents.camel.yaml",
        "magento-orders.camel.yaml",
        "salesforce-contacts.camel.yaml",
        "consents-to-magento.camel.yaml",
        "customers-to-magento.camel.yaml"
    };
    private static final String HOME = """
            {"firstname":"Anna","lastname":"Berg","telephone":"030 5550142","street":["Lindenstr. 7"],"postcode":"10969","city":"Berlin",
             "country_id":"DE","region":{"region":"Berlin","region_code":"BER","region_id":82},"region_id":82,"company":"Berg GmbH","vat_id":"DE123456789"}""";

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
                SandboxSystems.of(vendors)
                        .magento("magento-pl")
                        .magento("magento-de")
                        .systems(),
                Map.of("serai.on.salesforce-in", "true", "serai.on.magento-updates", "true"),
                FILES);
    }

    @AfterEach
    void stop() {
        flows.close();
        vendors.close();
    }

    @Test
    void aNumberAndAnAddressReachTheShopOnceAndWhatElseTheCustomerHasStays() {
        call("POST", "magento-pl/options", "{\"silenceUnsubscribes\":true}"); // a Magento from before 2.4
        register(
                "magento-pl",
                "anna@example.com",
                billing(HOME),
                shipping(HOME.replace("Lindenstr. 7", "Am Markt 1")),
                HOME);
        tell("magento-pl", 1);
        JsonNode before = customer("magento-pl", 1);

        contact(
                "anna@example.com",
                "'Phone':'+49 30 9990001','MailingStreet':'Torstr. 9','MailingPostalCode':'10119',"
                        + "'MailingCity':'Berlin','MailingState':'Berlin','MailingCountry':'DE'");
        eventually(() -> assertThat(writes("magento-pl")).isEqualTo(1));
        settled();

        JsonNode after = customer("magento-pl", 1);
        assertThat(after.at("/addresses/0/telephone").asText()).isEqualTo("+49309990001");
        assertThat(after.at("/addresses/0/street").toString()).isEqualTo("[\"Torstr. 9\"]");
        assertThat(after.at("/addresses/0/postcode").asText()).isEqualTo("10119");
        assertThat(after.at("/addresses/0/region/region_id").asInt()).isEqualTo(82);
        assertThat(after.at("/addresses/0/company").asText()).isEqualTo("Berg GmbH");
        assertThat(after.at("/addresses/1")).isEqualTo(before.at("/addresses/1"));
        assertThat(after.at("/addresses/2")).isEqualTo(before.at("/addresses/2"));
        for (String same : List.of(
                "id",
                "email",
                "firstname",
                "custom_attributes",
                "extension_attributes",
                "group_id",
                "website_id",
                "store_id",
                "default_billing",
                "default_shipping")) assertThat(after.get(same)).as(same).isEqualTo(before.get(same));

        tell("magento-pl", 1); // the shop tells what was written there
        contact(
                "anna@example.com",
                "'Title':'Einkauf','Phone':'+49 30 9990001','MailingStreet':'Torstr. 9','MailingPostalCode':'10119',"
                        + "'MailingCity':'Berlin','MailingState':'Berlin','MailingCountry':'DE'");
        settled();
        assertThat(writes("magento-pl"))
                .as("nothing that the shop has was changed")
                .isEqualTo(1);
        assertThat(record("magento-pl", "1").at("/phone").asText()).isEqualTo("+49309990001");
        assertThat(calls("magento-de", ""))
                .as("who has no account there is not known there")
                .isZero();
    }

    @Test
    void anAddressThatIsBothBecomesTwoWhenOnlyOneOfThemChanges() {
        register("magento-pl", "anna@example.com", billing(shipping(HOME)));
        tell("magento-pl", 1);
        JsonNode home = customer("magento-pl", 1).at("/addresses/0");

        contact(
                "anna@example.com",
                "'MailingStreet':'1 Main St','MailingPostalCode':'90230','MailingCity':'Culver City',"
                        + "'MailingState':'ca','MailingCountry':'US'");
        eventually(() -> assertThat(writes("magento-pl")).isEqualTo(1));
        settled();

        JsonNode both = customer("magento-pl", 1);
        assertThat(both.path("addresses")).hasSize(2);
        assertThat(both.at("/addresses/0/street")).isEqualTo(home.path("street"));
        assertThat(both.path("default_shipping").asText())
                .isEqualTo(home.path("id").asText());
        JsonNode billed = both.at("/addresses/1");
        assertThat(both.path("default_billing").asText())
                .isEqualTo(billed.path("id").asText());
        assertThat(billed.path("telephone").asText()).isEqualTo("030 5550142");
        assertThat(billed.path("firstname").asText()).isEqualTo("Anna");
        assertThat(billed.path("company").asText()).isEqualTo("Berg GmbH");
        assertThat(billed.path("vat_id").asText()).isEqualTo("DE123456789");
        assertThat(billed.path("region").toString())
                .isEqualTo("{\"region\":\"California\",\"region_code\":\"CA\",\"region_id\":12}");
        tell("magento-pl", 1);
        settled();
        assertThat(writes("magento-pl")).isEqualTo(1);
        assertThat(record("magento-pl", "1").at("/shippingAddress/city").asText())
                .isEqualTo("Berlin");
    }

    @Test
    void whatTheShopRefusesIsADeadLetterThatNamesTheField() {
        register("magento-pl", "anna@example.com", billing(HOME));
        tell("magento-pl", 1);
        contact(
                "anna@example.com",
                "'MailingStreet':'1 Main St','MailingPostalCode':'90230','MailingCity':'Culver City',"
                        + "'MailingState':'Cal','MailingCountry':'US'");
        eventually(() -> assertThat(dead()).hasSize(1));
        assertThat(dead().get(0).reason()).isEqualTo("http-400");
        assertThat(dead().get(0).detail()).isEqualTo("answered 400: regionId is required");
        assertThat(writes("magento-pl")).isZero();
    }

    @Test
    void anAddressForWhichThereIsNoNumberIsLeftOutAndTheRestIsWritten() {
        register("magento-pl", "anna@example.com");
        tell("magento-pl", 1);
        contact(
                "anna@example.com",
                "'Birthdate':'1988-04-02','MailingStreet':'Torstr. 9','MailingPostalCode':'10119',"
                        + "'MailingCity':'Berlin','MailingCountry':'DE'");
        eventually(
                () -> assertThat(customer("magento-pl", 1).path("dob").asText()).isEqualTo("1988-04-02"));
        settled();
        assertThat(customer("magento-pl", 1).path("addresses")).isEmpty();
    }

    @Test
    void anAddressWithoutPostcodeKeepsTheShopsInTheSameTownAndElseIsLeftOut() {
        register("magento-pl", "anna@example.com", billing(HOME));
        tell("magento-pl", 1);
        contact("anna@example.com", "'MailingStreet':'Torstr. 9','MailingCity':'Berlin','MailingCountry':'DE'");
        eventually(() -> assertThat(writes("magento-pl")).isEqualTo(1));
        settled();
        JsonNode moved = customer("magento-pl", 1).at("/addresses/0");
        assertThat(moved.at("/street/0").asText()).isEqualTo("Torstr. 9");
        assertThat(moved.path("postcode").asText()).isEqualTo("10969");
        assertThat(moved.at("/region/region_id").asInt()).isEqualTo(82);

        contact(
                "anna@example.com",
                "'Phone':'+49 30 9990001','MailingStreet':'Am Markt 1','MailingCity':'Potsdam','MailingCountry':'DE'");
        eventually(() -> assertThat(phone("magento-pl")).isEqualTo("+49309990001"));
        settled();
        assertThat(customer("magento-pl", 1).at("/addresses/0/city").asText()).isEqualTo("Berlin");
    }

    @Test
    void whatTheCustomerEntersAfterTheCrmStays() {
        register("magento-pl", "anna@example.com", billing(HOME));
        tell("magento-pl", 1);
        String crm =
                "'MailingStreet':'Torstr. 9','MailingPostalCode':'10119','MailingCity':'Berlin','MailingCountry':'DE'";
        contact("anna@example.com", "'Phone':'+49 30 9990001'," + crm);
        eventually(() -> assertThat(writes("magento-pl")).isEqualTo(1));
        settled();
        tell("magento-pl", 1);
        settled();

        edit("magento-pl", "Torstr. 9", "Am Markt 1"); // which does not move updated_at
        tell("magento-pl", 1);
        contact("anna@example.com", "'Title':'Einkauf','Phone':'+49 30 9990001'," + crm);
        settled();
        tell("magento-pl", 1);
        settled();

        assertThat(record("magento-pl", "1").at("/address/street/0").asText()).isEqualTo("Am Markt 1");
        assertThat(record("magento-pl", "1").at("/jobTitle").asText()).isEqualTo("Einkauf");
        assertThat(customer("magento-pl", 1).at("/addresses/0/street/0").asText())
                .isEqualTo("Am Markt 1");
        assertThat(writes("magento-pl")).as("one of them by the customer").isEqualTo(2);
    }

    @Test
    void whatAnotherShopSaysIsNotWrittenAndOfAPersonWithTwoAccountsEachIs() {
        register("magento-pl", "anna@example.com", billing(HOME));
        register("magento-de", "anna@example.com", billing(HOME.replace("030 5550142", "030 7770001")));
        tell("magento-pl", 1);
        tell("magento-de", 1);
        settled();
        assertThat(writes("magento-pl") + writes("magento-de")).isZero();

        contact("anna@example.com", "'Phone':'+49 30 9990001'");
        eventually(() ->
                assertThat(List.of(phone("magento-pl"), phone("magento-de"))).containsOnly("+49309990001"));
        tell("magento-pl", 1);
        tell("magento-de", 1);
        settled();
        assertThat(writes("magento-pl")).isEqualTo(1);
        assertThat(writes("magento-de")).isEqualTo(1);
    }

    @Test
    void aGuestHasNoAccountAndWhoGetsOneIsFoundByIt() {
        JsonNode order = call(
                "POST",
                "magento-pl/rest/V1/orders",
                "{\"entity\":{\"customer_email\":\"anna@example.com\",\"customer_firstname\":\"Anna\",\"customer_lastname\":\"Berg\","
                        + "\"grand_total\":10,\"items\":[{\"sku\":\"MUG-1\",\"qty_ordered\":1,\"price\":10}]}}");
        flows.bus()
                .publish("magento.order", "magento-pl", order.path("entity_id").asText(), order);
        contact("anna@example.com", "'Phone':'+49 30 9990001'");
        settled();
        assertThat(calls("magento-pl", "GET rest")).isZero();

        register("magento-pl", "anna@example.com", billing(HOME));
        tell("magento-pl", 1);
        contact("anna@example.com", "'Phone':'+49 30 9990002'");
        eventually(() -> assertThat(phone("magento-pl")).isEqualTo("+49309990002"));
        settled();
    }

    @Test
    void whoWasDeletedInTheShopIsLeftOut() {
        register("magento-pl", "anna@example.com", billing(HOME));
        tell("magento-pl", 1);
        call("DELETE", "magento-pl/rest/V1/customers/1", "");
        contact("anna@example.com", "'Phone':'+49 30 9990001'");
        eventually(() -> assertThat(calls("magento-pl", "GET rest")).isEqualTo(1));
        settled();
        assertThat(writes("magento-pl")).isZero();
    }

    @Test
    void theSameNumberInAnotherFormIsNoChange() {
        register("magento-pl", "anna@example.com", billing(HOME));
        tell("magento-pl", 1);
        contact("anna@example.com", "'Phone':'+49 30 9990001'");
        eventually(() -> assertThat(writes("magento-pl")).isEqualTo(1));
        settled();
        edit("magento-pl", "+49309990001", "(030) 999 0002");
        contact("anna@example.com", "'Phone':'+49 30 999 00 02'"); // the shop has not told yet
        settled();
        assertThat(phone("magento-pl")).isEqualTo("(030) 999 0002");
        assertThat(writes("magento-pl")).as("one of them by the customer").isEqualTo(2);
    }

    @Test
    void aRefusalThatComesWithAChangeIsNotTakenBack() {
        call("POST", "magento-pl/options", "{\"silenceUnsubscribes\":true}");
        register("magento-pl", "anna@example.com", billing(HOME));
        tell("magento-pl", 1);
        for (int i = 1; i <= 5; i++) {
            String number = "+4930999000" + i;
            contact("anna@example.com", "'HasOptedOutOfEmail':" + (i % 2 == 1) + ",'Phone':'" + number + "'");
            boolean subscribed = i % 2 == 0;
            eventually(() -> {
                assertThat(phone("magento-pl")).isEqualTo(number);
                assertThat(customer("magento-pl", 1)
                                .at("/extension_attributes/is_subscribed")
                                .asBoolean())
                        .isEqualTo(subscribed);
            });
            settled();
            assertThat(customer("magento-pl", 1)
                            .at("/extension_attributes/is_subscribed")
                            .asBoolean())
                    .isEqualTo(subscribed);
        }
    }

    private void register(String shop, String email, String... addresses) {
        call(
                "POST",
                shop + "/rest/V1/customers",
                "{\"customer\":{\"email\":\"" + email
                        + "\",\"firstname\":\"Anna\",\"lastname\":\"Berg\",\"group_id\":4,\"website_id\":2,\"store_id\":3,"
                        + "\"addresses\":[" + String.join(",", addresses)
                        + "],\"extension_attributes\":{\"is_subscribed\":true},"
                        + "\"custom_attributes\":[{\"attribute_code\":\"loyalty_tier\",\"value\":\"gold\"}]}}");
    }

    /** The customer changes the first address, which is the only one. */
    private void edit(String shop, String from, String to) {
        String address = customer(shop, 1).at("/addresses/0").toString();
        call(
                "PUT",
                shop + "/rest/V1/customers/1",
                "{\"customer\":{\"addresses\":[" + address.replace(from, to) + "]}}");
    }

    private static String billing(String address) {
        return address.replaceFirst("\\{", "{\"default_billing\":true,");
    }

    private static String shipping(String address) {
        return address.replaceFirst("\\{", "{\"default_shipping\":true,");
    }

    /** Salesforce tells how the contact is now. */
    private void contact(String email, String fields) {
        settled(); // the record has what the shop says
        Instant at = Instant.now();
        ObjectNode contact = (ObjectNode) Json.read(("{'Id':'003A','Email':'" + email + "','LastModifiedDate':'" + at
                        + "','SystemModstamp':'" + at + "'," + fields + "}")
                .replace('\'', '"')
                .getBytes(UTF_8));
        flows.bus().publish("salesforce.contact", "salesforce", "003A", contact);
    }

    private void tell(String shop, int id) {
        flows.bus().publish("magento.customer", shop, Integer.toString(id), customer(shop, id));
    }

    private JsonNode customer(String shop, int id) {
        return call("GET", shop + "/customers", "").path("items").get(id - 1);
    }

    private String phone(String shop) {
        return customer(shop, 1).at("/addresses/0/telephone").asText();
    }

    private JsonNode record(String shop, String id) {
        return flows.records().show("customer", shop, id).orElseThrow().data();
    }

    private long writes(String shop) {
        return calls(shop, "PUT");
    }

    /** Answered calls to the shop's API whose method, or name, begins so. */
    private long calls(String shop, String begin) {
        return call("GET", shop + "/stats", "").path("calls").properties().stream()
                .filter(call ->
                        call.getKey().startsWith(begin) && !call.getKey().startsWith("POST"))
                .flatMap(call -> call.getValue().properties().stream())
                .filter(answer ->
                        answer.getKey().startsWith("2") || answer.getKey().startsWith("4"))
                .filter(answer -> !begin.equals("PUT") || answer.getKey().startsWith("2"))
                .mapToLong(answer -> answer.getValue().asLong())
                .sum();
    }

    private List<Outcome> dead() {
        return flows.bus().handled().stream()
                .map(each -> each.item().outcome())
                .filter(outcome -> outcome != null && outcome.kind() == Outcome.Kind.DEAD)
                .toList();
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().untilAsserted(assertion);
    }

    private void settled() {
        eventually(() -> assertThat(flows.bus().backlogs())
                .filteredOn(backlog -> !backlog.group().isEmpty())
                .allMatch(backlog -> backlog.waiting() == 0 && backlog.parked() == 0));
        assertThat(flows.bus().backlogs()).extracting(Backlog::dead).containsOnly(0L);
    }

    private JsonNode call(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(vendors.url(path)))
                .header("Authorization", "Bearer sandbox-access-token")
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        try {
            return Json.read(http.send(request, BodyHandlers.ofByteArray()).body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
