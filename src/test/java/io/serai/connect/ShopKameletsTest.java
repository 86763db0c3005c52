package io.serai.connect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.connect.VendorDouble.Answer;
import io.serai.connect.VendorDouble.Request;
import io.serai.message.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The kamelets that read one thing of a shop or write to it, as they are shipped; those that read changes are in ShopsPollTest. */
class ShopKameletsTest {
    private DefaultCamelContext context;
    private VendorDouble vendor;

    @AfterEach
    void stop() {
        context.stop();
        vendor.close();
    }

    @Test
    void anOrderOfShopifyIsRead() {
        start(request -> Answer.json(200, "{\"order\":{\"id\":7,\"total_price\":\"1.10\"}}")
                .with("Link", "<http://x>; rel=\"next\""));

        Exchange answer = get("kamelet:shopify-get?resource=orders", "shopify", "{\"id\":7}");

        assertThat(answer.getMessage().getBody(JsonNode.class)).isEqualTo(json("{\"id\":7,\"total_price\":\"1.10\"}"));
        Request request = vendor.requests().get(0);
        assertThat(request.uri().getPath()).isEqualTo("/shopify/admin/api/2026-01/orders/7.json");
        assertThat(request.header("X-Shopify-Access-Token")).isEqualTo("shopify-token");
    }

    @Test
    void aCustomerOfWoocommerceIsRead() {
        start(request -> Answer.json(200, "{\"id\":25,\"email\":\"a@example.com\"}"));

        Exchange answer = get("kamelet:woocommerce-get?resource=customers&id=25", "woocommerce", "{}");

        assertThat(answer.getMessage().getBody(JsonNode.class).path("id").asInt())
                .isEqualTo(25);
        Request request = vendor.requests().get(0);
        assertThat(request.uri().getPath()).isEqualTo("/woocommerce/wp-json/wc/v3/customers/25");
        assertThat(request.header("Authorization")).isEqualTo("Basic Y2s6Y3M="); // ck:cs
    }

    @Test
    void aCustomerOfBigcommerceIsFoundInAList() {
        start(request -> Answer.json(200, "{\"data\":[{\"id\":11,\"addresses\":[]}],\"meta\":{}}"));

        Exchange answer = get("kamelet:bigcommerce-get", "bigcommerce", "{\"entity\":\"customer\",\"id\":\"11\"}");

        assertThat(answer.getMessage().getBody(JsonNode.class)).isEqualTo(json("{\"id\":11,\"addresses\":[]}"));
        Request request = vendor.requests().get(0);
        assertThat(request.uri().toString()).isEqualTo("/bigcommerce/v3/customers?include=addresses&id%3Ain=11");
        assertThat(request.header("X-Auth-Token")).isEqualTo("bigcommerce-token");
    }

    @Test
    void aCustomerThatBigcommerceDoesNotHaveIsAnEmptyObject() {
        start(request -> Answer.json(200, "{\"data\":[],\"meta\":{}}"));

        Exchange answer = get("kamelet:bigcommerce-get", "bigcommerce", "{\"entity\":\"customer\",\"id\":\"11\"}");

        assertThat(answer.getMessage().getBody(JsonNode.class)).isEqualTo(json("{}"));
    }

    @Test
    void anOrderOfBigcommerceIsPutTogetherFromThreeCalls() {
        start(request -> switch (request.uri().getPath()) {
            case "/bigcommerce/v2/orders/218/products" -> Answer.json(200, "[{\"id\":1,\"price_ex_tax\":\"25.2100\"}]");
            case "/bigcommerce/v2/orders/218/shipping_addresses" -> new Answer(204, "", Map.of());
            default -> Answer.json(200, "{\"id\":218,\"products\":{\"resource\":\"/orders/218/products\"}}");
        });

        Exchange answer = get("kamelet:bigcommerce-get", "bigcommerce", "{\"entity\":\"order\",\"id\":\"218\"}");

        assertThat(answer.getMessage().getBody(JsonNode.class))
                .isEqualTo(
                        json(
                                "{\"id\":218,\"products\":[{\"id\":1,\"price_ex_tax\":\"25.2100\"}],\"shipping_addresses\":[]}"));
        assertThat(vendor.requests()).hasSize(3);
    }

    @Test
    void anOrderThatIsNotThereIsAnException() {
        start(request -> Answer.json(404, "{}"));

        for (String kamelet :
                List.of("shopify-get?resource=orders", "woocommerce-get?resource=orders", "bigcommerce-get")) {
            String system = kamelet.substring(0, kamelet.indexOf("-get"));
            Exchange answer = context.createProducerTemplate().request("kamelet:" + kamelet, exchange -> {
                exchange.getMessage().setHeader("SeraiSystem", system);
                exchange.getMessage().setBody(json("{\"entity\":\"order\",\"id\":\"1\"}"));
            });
            assertThat(new VendorFailures().classify(answer.getException()).code())
                    .as(kamelet)
                    .isEqualTo("http-404");
        }
    }

    @Test
    void anOrderOfMagentoGetsACommentAndAStatus() {
        start(ShopKameletsTest::magentoOrder);

        Exchange answer = comment("{'comment':'Zoë waits for a call','status':'on_the_phone','state':'processing'}");

        assertThat(answer.getMessage().getBody(JsonNode.class)).isEqualTo(json("[{'ok':true,'id':'451'}]"));
        assertThat(vendor.requests()).hasSize(2);
        assertThat(vendor.requests().get(0).method()).isEqualTo("GET");
        assertThat(vendor.requests().get(0).uri().toString()).isEqualTo("/magento/rest/all/V1/orders/451");
        Request request = vendor.requests().get(1);
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.uri().getPath()).isEqualTo("/magento/rest/all/V1/orders/451/comments");
        assertThat(json(request.body())).isEqualTo(json("""
                        {"statusHistory":{"comment":"Zoë waits for a call","is_customer_notified":0,
                         "is_visible_on_front":0,"status":"on_the_phone"}}"""));
    }

    @Test
    void anOrderOfAnotherStateKeepsItsStatus() {
        start(ShopKameletsTest::magentoOrder);

        comment("{'comment':'On hold','status':'holded','state':'holded'}");

        assertThat(json(vendor.requests().get(1).body()))
                .isEqualTo(
                        json(
                                "{'statusHistory':{'comment':'On hold','is_customer_notified':0,'is_visible_on_front':0,'status':'processing'}}"));
    }

    @Test
    void aStatusThatTheShopRefusesLeavesTheCommentAlone() {
        start(request -> request.body().contains("on_the_phone")
                ? Answer.json(400, "{\"message\":\"Unable to add comment\"}")
                : magentoOrder(request));

        Exchange answer = comment("{'comment':'Zoë waits for a call','status':'on_the_phone','state':'processing'}");

        assertThat(answer.getMessage().getBody(JsonNode.class)).isEqualTo(json("[{'ok':true,'id':'451'}]"));
        assertThat(vendor.requests()).hasSize(3);
        assertThat(json(vendor.requests().get(2).body())
                        .at("/statusHistory/status")
                        .asText())
                .isEqualTo("processing");
    }

    @Test
    void aCommentThatStandsInTheHistoryIsNotWrittenAgain() {
        start(ShopKameletsTest::magentoOrder);

        Exchange answer = comment("{'comment':'Zoë has called','status':'on_the_phone'}");

        assertThat(answer.getMessage().getBody(JsonNode.class)).isEqualTo(json("[{'ok':true,'id':'451'}]"));
        assertThat(vendor.requests())
                .singleElement()
                .satisfies(only -> assertThat(only.method()).isEqualTo("GET"));
    }

    @Test
    void aCommentAloneLeavesTheStatusAsItIs() {
        start(ShopKameletsTest::magentoOrder);

        context.createProducerTemplate()
                .request(
                        "kamelet:magento-order-comment?system=magento-pl&order=7&notify=true",
                        exchange -> exchange.getMessage().setBody(json("{'comment':'called'}")));

        assertThat(json(vendor.requests().get(1).body()))
                .isEqualTo(
                        json(
                                "{'statusHistory':{'comment':'called','is_customer_notified':1,'is_visible_on_front':0,'status':'processing'}}"));
    }

    private static Answer magentoOrder(Request request) {
        if (request.method().equals("POST")) return Answer.json(200, "true");
        return Answer.json(200, """
                {"entity_id":451,"state":"processing","status":"processing","status_histories":[
                 {"comment":null,"status":"processing"},{"comment":"Zoë has called","status":"processing"}]}""");
    }

    private Exchange comment(String body) {
        Exchange answer = context.createProducerTemplate().request("kamelet:magento-order-comment", exchange -> {
            exchange.getMessage().setHeader("SeraiTarget", "magento-pl");
            exchange.getMessage().setHeader("SeraiTargetId", "451");
            exchange.getMessage().setBody(json(body));
        });
        assertThat(answer.getException()).isNull();
        assertThat(answer.getVariables()).isEmpty();
        return answer;
    }

    private Exchange get(String kamelet, String system, String body) {
        Exchange answer = context.createProducerTemplate().request(kamelet, exchange -> {
            exchange.getMessage().setHeader("SeraiSystem", system);
            exchange.getMessage().setHeader("CamelHttpQuery", "x=y");
            exchange.getMessage().setBody(json(body));
        });
        assertThat(answer.getException()).isNull();
        assertThat(answer.getVariables()).isEmpty();
        assertThat(answer.getMessage().getHeaders().keySet()).isSubsetOf("SeraiSystem", "Content-Type");
        return answer;
    }

    private void start(Function<Request, Answer> behaviour) {
        vendor = new VendorDouble(behaviour);
        Systems systems = TestSystems.of(
                "shopify.kind", "shopify",
                "shopify.url", vendor.url() + "/shopify",
                "shopify.auth", "token",
                "shopify.token", "shopify-token",
                "woocommerce.kind", "woocommerce",
                "woocommerce.url", vendor.url() + "/woocommerce",
                "woocommerce.auth", "consumer-key",
                "woocommerce.consumer-key", "ck",
                "woocommerce.consumer-secret", "cs",
                "bigcommerce.kind", "bigcommerce",
                "bigcommerce.url", vendor.url() + "/bigcommerce",
                "bigcommerce.auth", "token",
                "bigcommerce.token", "bigcommerce-token",
                "magento-pl.kind", "magento",
                "magento-pl.url", vendor.url() + "/magento",
                "magento-pl.auth", "bearer",
                "magento-pl.token", "t");
        context = TestSystems.camel(systems);
        context.start();
    }

    private static JsonNode json(String text) {
        return Json.read(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}
