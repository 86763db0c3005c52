package io.serai.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoadTest {
    private SandboxServer server;
    private Web shop;

    @BeforeEach
    void start() {
        server = SandboxServer.start(0, SandboxOptions.defaults().withSeed(SandboxOptions.Seed.NOTHING));
        shop = Web.of(server, "magento-pl").as("Bearer sandbox-access-token");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theSameSeedMakesTheSameContent() {
        String load = "{\"customers\":50,\"orders\":80,\"changes\":60,\"seed\":42}";
        JsonNode done = shop.post("load", load).json();
        String first = content();
        shop.reset();
        shop.post("load", load);

        assertThat(done.path("running").asBoolean()).isFalse();
        assertThat(done.path("customers").asInt()).isEqualTo(50);
        assertThat(content()).isEqualTo(first);
        shop.reset();
        shop.post("load", load.replace("42", "43"));
        assertThat(content()).isNotEqualTo(first);
    }

    @Test
    void ordersAddUpAndCountOnlyRowsWithoutParent() {
        shop.post("load", "{\"customers\":20,\"orders\":200,\"guests\":0.5,\"b2b\":0.3,\"seed\":1}");
        int guests = 0;
        int children = 0;
        for (JsonNode order :
                shop.get("rest/V1/orders?searchCriteria=all").json().path("items")) {
            double rows = 0;
            for (JsonNode item : order.path("items")) {
                if (item.has("parent_item_id")) {
                    children++;
                } else {
                    rows += item.path("row_total").asDouble();
                }
            }
            assertThat(rows).isCloseTo(order.path("subtotal").asDouble(), within(0.001));
            assertThat(rows
                            + order.path("tax_amount").asDouble()
                            + order.path("discount_amount").asDouble()
                            + order.path("shipping_amount").asDouble())
                    .isCloseTo(order.path("grand_total").asDouble(), within(0.001));
            assertThat(order.path("discount_amount").asDouble()).isLessThanOrEqualTo(0);
            if (order.path("customer_is_guest").asInt() == 1) {
                guests++;
                assertThat(order.has("customer_id")).isFalse();
                assertThat(order.has("customer_firstname")).isFalse();
                assertThat(order.at("/billing_address/lastname").asText()).isNotEmpty();
            }
        }
        assertThat(guests).isBetween(60, 140);
        assertThat(children).isPositive();
    }

    @Test
    void peopleHaveNamesInSeveralScriptsAndBuyForCompanies() {
        shop.post("load", "{\"customers\":300,\"b2b\":0.3,\"seed\":5}");
        Set<Character.UnicodeScript> scripts = new HashSet<>();
        Set<String> emails = new HashSet<>();
        int business = 0;
        for (JsonNode customer :
                shop.get("rest/V1/customers/search?searchCriteria=all").json().path("items")) {
            scripts.add(Character.UnicodeScript.of(
                    customer.path("lastname").asText().codePointAt(0)));
            emails.add(customer.path("email").asText());
            JsonNode company = customer.at("/extension_attributes/company_attributes/company_id");
            if (company.isInt()) {
                business++;
                JsonNode found = shop.get("rest/V1/company/" + company.asInt()).json();
                assertThat(customer.path("taxvat").asText())
                        .isEqualTo(found.path("vat_tax_id").asText())
                        .startsWith("PL");
            }
        }

        assertThat(scripts)
                .contains(
                        Character.UnicodeScript.LATIN,
                        Character.UnicodeScript.GREEK,
                        Character.UnicodeScript.HAN,
                        Character.UnicodeScript.HANGUL);
        assertThat(emails).hasSize(300).allMatch(email -> email.matches("[a-z0-9.-]+@[a-z0-9.-]+"));
        assertThat(business).isBetween(50, 130);
    }

    @Test
    void pointsOnlyGrowSoThatOlderStatesAreRecognised() {
        shop.post("load", "{\"customers\":3,\"seed\":1}");
        Map<String, Integer> before = points();
        shop.post("load", "{\"changes\":50,\"seed\":2}");

        points().forEach((id, points) -> assertThat(points).isGreaterThan(before.get(id)));
    }

    @Test
    void aRateIsKeptUntilTheTimeIsOver() {
        Web.Answer started = shop.post("load", "{\"perSecond\":400,\"seconds\":0.5}");

        assertThat(started.status()).isEqualTo(202);
        assertThat(started.json().path("planned").asInt()).isEqualTo(200);
        await().until(() -> held("customers") + held("orders") >= 140);
        await().until(() -> shop.get("load").json().isEmpty());
        assertThat(held("orders")).isGreaterThanOrEqualTo(100);
    }

    @Test
    void aLoadCanBeStopped() {
        shop.post("load", "{\"perSecond\":100}");
        await().until(() -> held("orders") > 0);
        shop.send("DELETE", "load", null);
        await().until(() -> shop.get("load").json().isEmpty());

        assertThat(shop.post("load", "{}").status()).isEqualTo(400);
    }

    @Test
    void aTrickleKeepsComingAndStopsGrowingAtItsLimit() {
        try (SandboxServer dev = SandboxServer.start(
                0,
                new SandboxOptions(
                        java.util.List.of("magento-pl"),
                        SandboxOptions.MagentoAccess.defaults(),
                        SandboxOptions.SalesforceAccess.defaults(),
                        SandboxOptions.Webhooks.none(),
                        SandboxOptions.Seed.defaults(),
                        500,
                        30,
                        false,
                        1000,
                        false,
                        Map.of(),
                        ""))) {
            Web trickling = Web.of(dev, "magento-pl");
            await().until(() -> trickling.get("load").json().at("/0/changes").asInt() > 30);
            JsonNode holds = trickling.get("stats").json().path("holds");
            assertThat(holds.path("customers").asInt()).isLessThanOrEqualTo(30);
            assertThat(holds.path("orders").asInt()).isLessThanOrEqualTo(30);
            assertThat(holds.path("products").asInt()).isPositive();
        }
    }

    @Test
    void ratesAreReadWithTheirUnit() {
        assertThat(Rate.perSecond("1/s")).isEqualTo(1);
        assertThat(Rate.perSecond("30/m")).isEqualTo(0.5);
        assertThat(Rate.perSecond("0")).isZero();
        org.assertj.core.api.Assertions.assertThatIllegalArgumentException()
                .isThrownBy(() -> Rate.perSecond("often"))
                .withMessageContaining("1/s");
    }

    private Map<String, Integer> points() {
        Map<String, Integer> points = new HashMap<>();
        for (JsonNode customer :
                shop.get("rest/V1/customers/search?searchCriteria=all").json().path("items")) {
            for (JsonNode attribute : customer.path("custom_attributes")) {
                if (attribute.path("attribute_code").asText().equals("loyalty_points")) {
                    points.put(
                            customer.path("id").asText(),
                            attribute.path("value").asInt());
                }
            }
        }
        return points;
    }

    private int held(String what) {
        return shop.get("stats").json().at("/holds/" + what).asInt();
    }

    private String content() {
        return (shop.get("customers?limit=1000").text()
                        + shop.get("orders?limit=1000").text())
                .replaceAll("\"(created|updated)_at\":\"[^\"]+\"", "");
    }
}
