package io.serai.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Returns, carts, comments and deletions of the double of Magento. */
class MagentoAftersalesTest {
    private static final String ANNA =
            "{\"customer\":{\"email\":\"anna@example.com\",\"firstname\":\"Anna\",\"lastname\":\"Berg\"}}";
    private static final String ALL =
            "?searchCriteria[pageSize]=10".replace("[", "%5B").replace("]", "%5D");
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
        shop.post("rest/V1/customers", ANNA);
    }

    @Test
    void aReturnTakesNumberAndCustomerFromItsOrderAndANewStatusLeavesAComment() {
        order();
        JsonNode rma = shop.post(
                        "rest/V1/returns",
                        "{\"rmaDataObject\":{\"order_id\":1,\"items\":[{\"order_item_id\":1,\"qty_requested\":1}]}}")
                .json();
        assertThat(rma.path("order_increment_id").asText()).isEqualTo("000000001");
        assertThat(rma.path("customer_id").asInt()).isEqualTo(1);
        assertThat(rma.path("status").asText()).isEqualTo("pending");
        assertThat(rma.at("/items/0/status").asText()).isEqualTo("pending");

        shop.send("PUT", "rest/V1/returns/1", "{\"rmaDataObject\":{\"status\":\"authorized\",\"entity_id\":9}}");
        JsonNode found = shop.get("rest/V1/returns" + ALL).json();
        assertThat(found.path("total_count").asInt()).isEqualTo(1);
        assertThat(found.at("/items/0/entity_id").asInt()).isEqualTo(1);
        assertThat(found.at("/items/0/comments/0/status").asText()).isEqualTo("authorized");
        assertThat(shop.get("rest/V1/returns/2").status()).isEqualTo(404);
        assertThat(shop.post("rest/V1/returns", "{\"rmaDataObject\":{\"order_id\":7}}")
                        .status())
                .isEqualTo(404);
        assertThat(shop.post("rest/V1/returns", "{\"rmaDataObject\":{\"order_id\":1}}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aCartIsFilledAndOrderedAndThenNotActiveAnyMore() {
        assertThat(shop.post("rest/V1/customers/1/carts", "").text()).isEqualTo("1");
        shop.post("rest/V1/carts/1/items", "{\"cartItem\":{\"sku\":\"MUG-1\",\"qty\":1}}");
        shop.post("rest/V1/carts/1/items", "{\"cartItem\":{\"sku\":\"MUG-1\",\"qty\":2}}");
        JsonNode cart =
                shop.get("rest/V1/carts/search" + ALL).json().path("items").get(0);
        assertThat(cart.path("is_active").asBoolean()).isTrue();
        assertThat(cart.path("items")).hasSize(1);
        assertThat(cart.path("items_qty").asInt()).isEqualTo(3);
        assertThat(cart.at("/customer/email").asText()).isEqualTo("anna@example.com");
        assertThat(cart.at("/currency/quote_currency_code").asText()).isEqualTo("EUR");

        assertThat(shop.send("PUT", "rest/V1/carts/1/order", "").text()).isEqualTo("1");
        assertThat(shop.get("rest/V1/carts/1").json().path("is_active").asBoolean())
                .isFalse();
        assertThat(shop.get("rest/V1/orders/1").json().path("customer_id").asInt())
                .isEqualTo(1);
        assertThat(shop.send("PUT", "rest/V1/carts/1/order", "").status()).isEqualTo(404);
    }

    @Test
    void aGuestsCartHasNoAddressBeforeTheCheckout() {
        shop.post("rest/V1/carts", "");
        assertThat(shop.get("rest/V1/carts/1").json().at("/customer/email").isNull())
                .isTrue();
        shop.post("rest/V1/carts/1/billing-address", "{\"address\":{\"email\":\"guest@example.com\"}}");
        assertThat(shop.get("rest/V1/carts/1")
                        .json()
                        .at("/billing_address/email")
                        .asText())
                .isEqualTo("guest@example.com");
        assertThat(shop.post("rest/V1/carts/1/items", "{\"cartItem\":{\"sku\":\"NONE\"}}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void aCommentStandsInTheOrdersHistoryAndOnlyAStatusOfItsStateCounts() {
        order();
        Web.Answer refused = comment("{\"comment\":\"Done\",\"status\":\"complete\"}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("message").asText())
                .isEqualTo("Unable to add comment: The status \"%1\" is not part of the order status history.");
        assertThat(comment("{\"comment\":\"Called back\",\"status\":\"pending\"}")
                        .text())
                .isEqualTo("true");
        JsonNode order = shop.get("rest/V1/orders/1").json();
        assertThat(order.path("status").asText()).isEqualTo("pending");
        assertThat(order.path("status_histories")).hasSize(1);
        assertThat(order.at("/status_histories/0/comment").asText()).isEqualTo("Called back");
        assertThat(comment("{}").status()).isEqualTo(400);
        assertThat(comment("{\"comment\":\"No status\"}").status()).isEqualTo(200);
        assertThat(shop.get("rest/V1/orders/1").json().has("status"))
                .as("as Magento does")
                .isFalse();
        assertThat(shop.post("rest/V1/orders/9/comments", "{\"statusHistory\":{\"comment\":\"x\"}}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void whoIsDeletedIsGoneAndTheOrdersStay() {
        order();
        assertThat(shop.send("DELETE", "rest/V1/customers/1", null).text()).isEqualTo("true");
        assertThat(shop.get("rest/V1/customers/1").status()).isEqualTo(404);
        assertThat(shop.get("rest/V1/customers/search" + ALL)
                        .json()
                        .path("total_count")
                        .asInt())
                .isZero();
        assertThat(shop.get("rest/V1/orders/1").json().has("customer_id")).isFalse();
        assertThat(shop.get("customers").json().path("total").asInt()).isZero();
        assertThat(shop.post("rest/V1/customers", ANNA).json().path("id").asInt())
                .isEqualTo(2);
        shop.post("load", "{\"changes\":5}");
        assertThat(shop.get("stats").json().at("/holds/customers").asInt()).isEqualTo(1);
    }

    private static void order() {
        shop.post(
                "rest/V1/orders",
                "{\"entity\":{\"customer_id\":1,\"customer_email\":\"anna@example.com\",\"items\":[{\"sku\":\"MUG-1\",\"qty_ordered\":1,\"price\":10}]}}");
    }

    private static Web.Answer comment(String history) {
        return shop.post("rest/V1/orders/1/comments", "{\"statusHistory\":" + history + "}");
    }
}
