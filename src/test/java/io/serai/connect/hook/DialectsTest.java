package io.serai.connect.hook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.serai.connect.Systems;
import io.serai.connect.TestSystems;
import io.serai.message.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.util.CaseInsensitiveMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each kind of system sends, from the request to the message of the route. */
class DialectsTest {
    private static final long NOW = 1_795_000_000;
    private static final String CUSTOMER = "{\"id\":706405506930370084,\"email\":\"bob@biller.com\"}";

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final VerifyWebhook verify = new VerifyWebhook(
            new HookVerifier(systems(), TestSystems.hooks(), Clock.fixed(Instant.ofEpochSecond(NOW), ZoneOffset.UTC)),
            new Refusals(systems(), new SimpleMeterRegistry()));

    @Test
    void shopifyTellsTopicIdAndTimeInHeaders() {
        Exchange exchange = shopify("customers/update", CUSTOMER);

        assertThat(exchange.isRouteStop()).isFalse();
        assertThat(exchange.getMessage().getHeaders())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "SeraiSystem", "shopify",
                        "SeraiKind", "shopify",
                        "SeraiEntity", "customer",
                        "SeraiKey", "customers/update:" + Digest.of(CUSTOMER.getBytes(StandardCharsets.UTF_8)),
                        "SeraiExternalId", "706405506930370084",
                        "SeraiTime", "2026-11-20T10:15:31.123Z"));
        assertThat(exchange.getMessage().getBody(JsonNode.class)).isEqualTo(json(CUSTOMER));
        assertThat(exchange.getProperty("SeraiAccepted")).isEqualTo(202);
    }

    @Test
    void shopifysOldSecretIsGoodWhileItIsChanged() {
        Map<String, Object> headers = shopifyHeaders("customers/update");
        headers.put("x-shopify-hmac-sha256", "WxDgBL1/ovzvO2Lfp0EetoVjhhhSMbm2zV5VGVf5us8="); // by openssl, of "hush"

        assertThat(process("shopify", headers, CUSTOMER).isRouteStop()).isFalse();
        assertRejected(process("shopify", headers, CUSTOMER + " "), 401);
    }

    @Test
    void aBodyOfShopifyThatCameIsKnownWhateverItsUnsignedHeadersSay() {
        Map<String, Object> headers = shopifyHeaders("orders/create");
        headers.put("X-Shopify-Hmac-Sha256", base64("client-secret", CUSTOMER));
        Object key = process("shopify", headers, CUSTOMER).getMessage().getHeader("SeraiKey");
        headers.put("X-Shopify-Event-Id", "event-2");
        headers.remove("X-Shopify-Webhook-Id");

        assertThat(process("shopify", headers, CUSTOMER).getMessage().getHeader("SeraiKey"))
                .isEqualTo(key);
        assertThat(shopify("orders/create", CUSTOMER + " ").getMessage().getHeader("SeraiKey"))
                .isNotEqualTo(key);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "customers/delete|{\"id\":1,\"updated_at\":\"2026-11-20T10:15:31Z\"}",
                "customers/delete|{\"id\":1,\"created_at\":\"2026-11-20T10:15:31Z\"}",
                "customers/redact|{\"id\":2,\"customer\":{\"id\":1},\"updated_at\":\"2026-11-20T10:15:31Z\"}",
                "customers/redact|{\"shop_id\":9,\"shop_domain\":\"x\",\"customer\":{\"id\":1},\"data_request\":{\"id\":3}}",
                "customers/redact|{\"shop_id\":9,\"shop_domain\":\"x\",\"customer\":{\"id\":1},\"orders_requested\":[]}",
                "customers/data_request|{\"id\":2,\"customer\":{\"id\":1}}",
                "customers/data_request|{\"shop_id\":9,\"shop_domain\":\"x\",\"customer\":{\"id\":1},\"orders_to_redact\":[]}",
                "shop/redact|{\"shop_id\":9,\"shop_domain\":\"x\",\"customer\":{\"id\":1}}",
                "shop/redact|{\"shop_id\":9,\"id\":2}",
                "customers/update|{\"shop_id\":9,\"shop_domain\":\"x\",\"customer\":{\"id\":1}}"
            })
    void aSignedBodyOfShopifyIsNotTakenUnderAnotherTopic(String topic, String body) {
        assertRejected(shopify(topic, body), 422);
    }

    @ParameterizedTest
    @ValueSource(strings = {"omnisend", "smartico"})
    void anAutomationTellsWhatAPersonDidAndProvesItselfByAToken(String system) {
        String told = "{\"type\":\"click\",\"email\":\"a@example.com\",\"campaign\":\"spring\","
                + "\"time\":\"2026-11-20T10:15:31Z\",\"id\":\"e-1\"}";
        Map<String, Object> headers = new HashMap<>(Map.of("X-Tool", "tool-token"));
        Exchange exchange = process(system, headers, told);

        assertThat(exchange.isRouteStop()).isFalse();
        assertThat(exchange.getMessage().getHeaders())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "SeraiSystem", system,
                        "SeraiKind", system,
                        "SeraiEntity", "engagement",
                        "SeraiKey", "e-1",
                        "SeraiTime", "2026-11-20T10:15:31Z"));
        assertThat(exchange.getMessage().getBody(JsonNode.class))
                .isEqualTo(
                        json(
                                "{\"id\":\"e-1\",\"type\":\"clicked\",\"email\":\"a@example.com\",\"campaign\":\"spring\",\"at\":\"2026-11-20T10:15:31Z\"}"));
        String without = told.replace(",\"id\":\"e-1\"", "");
        assertThat(process(system, headers, without).getMessage().getHeader("SeraiKey"))
                .isEqualTo(process(system, headers, without).getMessage().getHeader("SeraiKey"))
                .isNotEqualTo(process(system, headers, without.replace("spring", "autumn"))
                        .getMessage()
                        .getHeader("SeraiKey"));
        assertRejected(process(system, headers, "{\"type\":\"click\"}"), 422);
        headers.put("X-Tool", "other");
        assertRejected(process(system, headers, told), 401);
    }

    @Test
    void whoUnsubscribesAgainHasDecidedAnewAndAYesMustTellWhen() {
        Map<String, Object> headers = Map.of("X-Tool", "tool-token");
        String no = "{\"type\":\"unsubscribe\",\"user_ext_id\":\"7\"}";
        String timed = no.replace("}", ",\"time\":\"2026-11-20T10:15:31Z\"}");
        assertThat(key(no, headers)).isNotEqualTo(key(no, headers));
        assertThat(key(timed, headers)).isEqualTo(key(timed, headers));

        assertRejected(process("smartico", headers, no.replace("unsubscribe", "subscribe")), 422);
        assertThat(key(timed.replace("unsubscribe", "subscribe"), headers)).isNotNull();
        String named = "{\"type\":\"subscribe\",\"user_ext_id\":\"7\",\"id\":\"e-2\"}";
        assertRejected(process("smartico", headers, named), 422); // comes again after an hour: the id does not tell
        assertThat(key(named.replace("subscribe", "unsubscribe"), headers)).isEqualTo("e-2");
    }

    @Test
    void whoSubscribesInOmnisendsAutomationIsAnEngagementWithoutATime() {
        Exchange exchange = process(
                "omnisend", Map.of("X-Tool", "tool-token"), "{\"type\":\"subscribe\",\"email\":\"a@example.com\"}");

        assertThat(exchange.isRouteStop()).isFalse();
        assertThat(exchange.getMessage().getBody(JsonNode.class).path("type").asText())
                .isEqualTo("subscribe");
    }

    private Object key(String told, Map<String, Object> headers) {
        return process("smartico", headers, told).getMessage().getHeader("SeraiKey");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "customers/create|{\"id\":1}|customer|1",
                "orders/updated|{\"id\":2}|order|2",
                "orders/cancelled|{\"id\":2}|order|2",
                "customers/delete|{\"id\":3}|customer.deleted|3",
                "customers/redact|{\"shop_id\":9,\"shop_domain\":\"x\",\"orders_to_redact\":[],\"customer\":{\"id\":4,\"email\":\"a@b.c\"}}|customer.redacted|4",
                "customers/data_request|{\"shop_id\":9,\"shop_domain\":\"x\",\"customer\":{\"id\":5}}|customer.requested|5",
                "shop/redact|{\"shop_id\":9,\"shop_domain\":\"x\"}|shop.redacted|9"
            })
    void shopifysTopicsAreEntities(String topic, String body, String entity, String id) {
        Message message = shopify(topic, body).getMessage();

        assertThat(message.getHeader("SeraiEntity")).isEqualTo(entity);
        assertThat(message.getHeader("SeraiExternalId")).isEqualTo(id);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"products/create|{\"id\":1}", "orders/create|{\"name\":\"#1\"}", "customers/redact|{\"id\":1}"})
    void whatNoFlowKnowsOfShopifyIsRefused(String topic, String body) {
        assertRejected(shopify(topic, body), 422);
    }

    @ParameterizedTest
    @CsvSource({
        "order.created,order",
        "order.updated,order",
        "order.restored,order",
        "customer.updated,customer",
        "order.deleted,order.deleted",
        "customer.deleted,customer.deleted"
    })
    void woocommerceTellsTheTopicInAHeader(String topic, String entity) {
        Exchange exchange =
                woocommerce(topic, topic.endsWith("deleted") ? "{\"id\":727}" : "{\"id\":727,\"email\":\"\"}", "a&b'c");

        assertThat(exchange.isRouteStop()).isFalse();
        assertThat(exchange.getMessage().getHeader("SeraiEntity")).isEqualTo(entity);
        assertThat(exchange.getMessage().getHeader("SeraiExternalId")).isEqualTo("727");
    }

    @Test
    void aSecretIsUsedAsWordpressDecodesIt() {
        assertRejected(woocommerce("order.created", "{\"id\":1}", "a&amp;b&#039;c"), 401);
        Map<String, Object> headers = woocommerceHeaders("customer.created");
        headers.put("X-WC-Webhook-Signature", "n+h0Rj0flE2jLFgo5mT50kmO+CNSdeYPcGDc7I9jgWg="); // by openssl, of "a&b'c"

        assertThat(process("woocommerce", headers, CUSTOMER).isRouteStop()).isFalse();
    }

    @Test
    void woocommercesDeliveriesAreToldApartByTopicAndBody() {
        Map<String, Object> headers = woocommerceHeaders("order.updated");
        String body = "{\"id\":1,\"status\":\"completed\"}";
        headers.put("X-WC-Webhook-Signature", base64("a&b'c", body));
        Object one = process("woocommerce", headers, body).getMessage().getHeader("SeraiKey");
        headers.put("X-WC-Webhook-Delivery-ID", "another");

        assertThat(process("woocommerce", headers, body).getMessage().getHeader("SeraiKey"))
                .isEqualTo(one);
        assertThat(List.of(body.replace("1", "2"), body + " "))
                .extracting(other -> woocommerce("order.updated", other, "a&b'c")
                        .getMessage()
                        .getHeader("SeraiKey"))
                .doesNotContain(one);
        assertThat(woocommerce("order.restored", body, "a&b'c").getMessage().getHeader("SeraiKey"))
                .isNotEqualTo(one);
    }

    @Test
    void anOrderOfWoocommerceMayBeDeletedOnceMore() {
        Map<String, Object> headers = woocommerceHeaders("order.deleted");
        headers.put("X-WC-Webhook-Signature", base64("a&b'c", "{\"id\":1}"));
        Object one = process("woocommerce", headers, "{\"id\":1}").getMessage().getHeader("SeraiKey");
        headers.put("X-WC-Webhook-Delivery-ID", "another");

        assertThat(process("woocommerce", headers, "{\"id\":1}").getMessage().getHeader("SeraiKey"))
                .isNotEqualTo(one);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "customer.deleted|{\"id\":1,\"email\":\"a@b.c\"}",
                "order.deleted|{\"id\":1,\"status\":\"completed\"}",
                "order.updated|{\"id\":1}",
                "customer.created|{\"id\":1}"
            })
    void aSignedBodyOfWoocommerceIsNotTakenUnderAnotherTopic(String topic, String body) {
        assertRejected(woocommerce(topic, body, "a&b'c"), 422);
    }

    @Test
    void whatNoFlowKnowsOfWoocommerceIsRefused() {
        assertRejected(woocommerce("product.created", "{\"id\":1}", "a&b'c"), 422);
        assertRejected(woocommerce("order.created", "{\"number\":1}", "a&b'c"), 422);
        assertRejected(woocommerce("order.created", "[1]", "a&b'c"), 400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "store/order/statusUpdated|{\"type\":\"order\",\"id\":250}|event|order:250|{\"entity\":\"order\",\"id\":\"250\"}",
                "store/customer/updated|{\"type\":\"customer\",\"id\":32}|event|customer:32|{\"entity\":\"customer\",\"id\":\"32\"}",
                "store/customer/address/created|{\"type\":\"customer\",\"id\":60,\"address\":{\"customer_id\":32}}|event|customer:32|{\"entity\":\"customer\",\"id\":\"32\"}",
                "store/customer/deleted|{\"type\":\"customer\",\"id\":32}|customer.deleted|32|{\"entity\":\"customer\",\"id\":\"32\"}"
            })
    void bigcommerceTellsOnlyWhatToRead(String scope, String data, String entity, String id, String event) {
        Exchange exchange = bigcommerce(scope, data);

        assertThat(exchange.isRouteStop()).isFalse();
        assertThat(exchange.getMessage().getHeaders())
                .containsEntry("SeraiEntity", entity)
                .containsEntry("SeraiExternalId", id)
                .containsEntry("SeraiKey", "msg_1")
                .containsEntry("SeraiTime", "2026-11-20T10:15:31Z");
        assertThat(exchange.getMessage().getBody(JsonNode.class)).isEqualTo(json(event));
        assertThat(exchange.getProperty("SeraiAccepted")).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "store/product/updated|{\"type\":\"product\",\"id\":1}",
                "store/order|{\"type\":\"order\",\"id\":1}",
                "store/order/updated|{\"type\":\"order\"}"
            })
    void whatNoFlowKnowsOfBigcommerceIsRefused(String scope, String data) {
        assertRejected(bigcommerce(scope, data), 422);
    }

    @Test
    void aRequestMayTellSeveralThings() {
        String body = """
                {"sent":"2026-11-20T10:15:31Z","changes":[
                  {"what":"ticket","no":7,"event":"e1"}, {"what":"ticket","no":8,"event":"e2"}, {"what":"person","no":"p9"}]}""";

        Exchange exchange =
                process("helpdesk", headers("X-Hub-Signature-256", "sha256=" + hex("hook-secret", body)), body);

        assertThat(exchange.isRouteStop()).isFalse();
        assertThat(exchange.getProperty("SeraiEvents")).isEqualTo(3);
        List<?> messages = exchange.getMessage().getBody(List.class);
        assertThat(messages)
                .extracting(message -> ((Message) message).getHeader("SeraiEntity"))
                .containsExactly("ticket", "ticket", "person");
        Message first = (Message) messages.get(0);
        assertThat(first.getHeaders())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "SeraiSystem", "helpdesk",
                        "SeraiKind", "helpdesk",
                        "SeraiEntity", "ticket",
                        "SeraiKey", "e1",
                        "SeraiExternalId", "7",
                        "SeraiTime", "2026-11-20T10:15:31Z"));
        assertThat(first.getBody(JsonNode.class)).isEqualTo(json("{\"what\":\"ticket\",\"no\":7,\"event\":\"e1\"}"));
        assertThat(((Message) messages.get(2)).getHeader("SeraiKey", String.class))
                .as("taken as new")
                .hasSize(36);
    }

    @Test
    void aRequestThatTellsNothingIsAnsweredAndEnds() {
        String body = "{\"changes\":[]}";

        Exchange exchange =
                process("helpdesk", headers("X-Hub-Signature-256", "sha256=" + hex("hook-secret", body)), body);

        assertThat(exchange.isRouteStop()).isTrue();
        assertThat(exchange.getMessage().getHeaders()).containsOnly(Map.entry(Exchange.HTTP_RESPONSE_CODE, 202));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"changes\":[{\"what\":\"invoice\",\"no\":1}]}",
                "{\"changes\":[{\"what\":\"ticket\"}]}",
                "{\"changes\":[{\"what\":\"ticket\",\"no\":\".\"}]}",
                "{\"changes\":[{\"what\":\"ticket\",\"no\":\"..\"}]}",
                "{\"changes\":7}"
            })
    void whatTheExpressionDoesNotFindIsRefused(String body) {
        Exchange exchange =
                process("helpdesk", headers("X-Hub-Signature-256", "sha256=" + hex("hook-secret", body)), body);

        assertRejected(exchange, 422);
    }

    @Test
    void anAutomationIsKnownByItsTokenAndTellsItsEntityInAHeader() {
        Map<String, Object> headers = headers("X-Automation-Key", "shared");
        headers.put("X-Topic", "contact");

        Exchange exchange = process("automation", headers, "{\"id\":\"c1\"}");

        assertThat(exchange.isRouteStop()).isFalse();
        assertThat(exchange.getMessage().getHeader("SeraiEntity")).isEqualTo("contact");
        headers.put("X-Automation-Key", "Shared");
        assertRejected(process("automation", headers, "{\"id\":\"c1\"}"), 401);
    }

    @Test
    void aSystemOfKindRestMaySendAsMagentoDoes() {
        String body = "{\"type\":\"invoice.created\",\"data\":{\"id\":7}}";

        Exchange exchange = process("billing", standard("billing-secret", body), body);

        assertThat(exchange.isRouteStop()).isFalse();
        assertThat(exchange.getMessage().getHeaders())
                .containsEntry("SeraiKind", "billing")
                .containsEntry("SeraiEntity", "invoice")
                .containsEntry("SeraiExternalId", "7");
        String other = body.replace("invoice", "order");
        assertRejected(process("billing", standard("billing-secret", other), other), 422);
    }

    private Exchange shopify(String topic, String body) {
        Map<String, Object> headers = shopifyHeaders(topic);
        headers.put("X-Shopify-Hmac-Sha256", base64("client-secret", body));
        return process("shopify", headers, body);
    }

    private static Map<String, Object> shopifyHeaders(String topic) {
        Map<String, Object> headers = headers("X-Shopify-Topic", topic);
        headers.put("X-Shopify-Webhook-Id", "webhook-1");
        headers.put("X-Shopify-Event-Id", "event-1");
        headers.put("X-Shopify-Triggered-At", "2026-11-20T10:15:31.123Z");
        headers.put("X-Shopify-Shop-Domain", "sandbox.myshopify.com");
        return headers;
    }

    private Exchange woocommerce(String topic, String body, String secret) {
        Map<String, Object> headers = woocommerceHeaders(topic);
        headers.put("X-WC-Webhook-Signature", base64(secret, body));
        return process("woocommerce", headers, body);
    }

    private static Map<String, Object> woocommerceHeaders(String topic) {
        Map<String, Object> headers = headers("X-WC-Webhook-Topic", topic);
        headers.put("X-WC-Webhook-Delivery-ID", "6a0a8e7f");
        headers.put("X-WC-Webhook-ID", "1");
        return headers;
    }

    private Exchange bigcommerce(String scope, String data) {
        String body = "{\"scope\":\"" + scope + "\",\"store_id\":\"1\",\"data\":" + data
                + ",\"hash\":\"dd70\",\"created_at\":1795169731,\"producer\":\"stores/abc\"}";
        return process("bigcommerce", standard("bc-secret", body), body);
    }

    private static Map<String, Object> standard(String secret, String body) {
        Map<String, Object> headers = headers("webhook-id", "msg_1");
        headers.put("webhook-timestamp", Long.toString(NOW));
        headers.put("webhook-signature", "v1," + base64(secret, "msg_1." + NOW + "." + body));
        return headers;
    }

    private static Map<String, Object> headers(String name, String value) {
        Map<String, Object> headers = new HashMap<>();
        headers.put(name, value);
        return headers;
    }

    private Exchange process(String system, Map<String, Object> headers, String body) {
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setHeaders(new CaseInsensitiveMap());
        headers.forEach(exchange.getMessage()::setHeader);
        exchange.getMessage().setHeader("system", system);
        exchange.getMessage().setBody(body.getBytes(StandardCharsets.UTF_8));
        verify.process(exchange);
        return exchange;
    }

    private static void assertRejected(Exchange exchange, int status) {
        assertThat(exchange.isRouteStop()).isTrue();
        assertThat(exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE)).isEqualTo(status);
    }

    private static JsonNode json(String text) {
        return Json.read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(String secret, String text) {
        return Base64.getEncoder().encodeToString(hmac(secret, text));
    }

    private static String hex(String secret, String text) {
        return java.util.HexFormat.of().formatHex(hmac(secret, text));
    }

    private static byte[] hmac(String secret, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static Systems systems() {
        Systems systems = TestSystems.of(
                "shopify.kind", "shopify",
                "shopify.url", "http://localhost",
                "shopify.auth", "token",
                "shopify.token", "t",
                "shopify.webhook.secret", "client-secret",
                "shopify.webhook.previous-secret", "hush",
                "woocommerce.kind", "woocommerce",
                "woocommerce.url", "http://localhost",
                "woocommerce.auth", "consumer-key",
                "woocommerce.consumer-key", "ck",
                "woocommerce.consumer-secret", "cs",
                "woocommerce.webhook.secret", "a&amp;b&#039;c",
                "bigcommerce.kind", "bigcommerce",
                "bigcommerce.url", "http://localhost",
                "bigcommerce.auth", "token",
                "bigcommerce.token", "t",
                "bigcommerce.webhook.secret", "bc-secret",
                "omnisend.kind", "omnisend",
                "omnisend.url", "http://localhost",
                "omnisend.auth", "api-key",
                "omnisend.token", "t",
                "omnisend.webhook.secret", "tool-token",
                "omnisend.webhook.header", "X-Tool",
                "smartico.kind", "smartico",
                "smartico.url", "http://localhost",
                "smartico.auth", "api-key",
                "smartico.token", "t",
                "smartico.webhook.secret", "tool-token",
                "smartico.webhook.header", "X-Tool",
                "helpdesk.kind", "rest",
                "helpdesk.url", "http://localhost",
                "helpdesk.auth", "none",
                "helpdesk.webhook.secret", "hook-secret",
                "helpdesk.webhook.scheme", "hmac-hex",
                "helpdesk.webhook.header", "X-Hub-Signature-256",
                "helpdesk.webhook.prefix", "sha256=",
                "helpdesk.webhook.entities", "ticket,person",
                "helpdesk.webhook.events",
                        ".sent as $at | .changes[] | {entity: .what, id: .no, key: .event, at: $at, data: .}",
                "automation.kind", "rest",
                "automation.url", "http://localhost",
                "automation.auth", "none",
                "automation.webhook.secret", "shared",
                "automation.webhook.scheme", "header",
                "automation.webhook.header", "X-Automation-Key",
                "automation.webhook.entities", "contact",
                "automation.webhook.events", "{entity: $headers[\"x-topic\"], id, data: .}",
                "billing.kind", "rest",
                "billing.url", "http://localhost",
                "billing.auth", "none",
                "billing.webhook.secret", "billing-secret",
                "billing.webhook.entities", "invoice");
        systems.requireValid();
        return systems;
    }
}
