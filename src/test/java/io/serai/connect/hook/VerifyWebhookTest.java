package io.serai.connect.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.serai.connect.Systems;
import io.serai.connect.TestSystems;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerifyWebhookTest {
    private static final long NOW = 1_795_000_000;
    private static final String SECRET = "sandbox-webhook-secret";
    private static final String ORDER =
            "{\"type\":\"order.created\",\"data\":{\"entity_id\":451,\"grand_total\":58.90}}";

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final VerifyWebhook verify = new VerifyWebhook(
            new HookVerifier(systems(), TestSystems.hooks(), Clock.fixed(Instant.ofEpochSecond(NOW), ZoneOffset.UTC)),
            new Refusals(systems(), meters));

    @Test
    void aSignatureOfAnotherProgramIsAccepted() {
        Exchange exchange =
                process("magento-pl", headers("msg_1", NOW, "v1,iy5SL569uyHRhtykwDHnWWYVYUsq93ZdGG2T+Bd1ynw="), ORDER);

        assertThat(exchange.isRouteStop()).isFalse();
        assertThat(exchange.getMessage().getHeaders())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "SeraiSystem", "magento-pl",
                        "SeraiKind", "magento",
                        "SeraiEntity", "order",
                        "SeraiKey", "msg_1",
                        "SeraiExternalId", "451"));
        JsonNode data = exchange.getMessage().getBody(JsonNode.class);
        assertThat(data.toString()).isEqualTo("{\"entity_id\":451,\"grand_total\":58.90}");
        assertThat(exchange.getProperty("SeraiRaw", byte[].class)).isEqualTo(ORDER.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theExampleOfStandardWebhooksIsSignedAsItSays() {
        StandardSignature signature = new StandardSignature(
                java.util.List.of(new io.serai.connect.Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")),
                new Freshness(Clock.fixed(Instant.ofEpochSecond(1614265330), ZoneOffset.UTC), java.time.Duration.ZERO));
        Map<String, Object> headers =
                headers("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");

        assertThatNoException()
                .isThrownBy(() -> signature.check(new Hook(
                        "magento-pl", "POST", "", headers, "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void whileASecretIsChangedBothAreGood() {
        assertThat(process("magento-de", signed("new-secret", "msg_1", NOW, ORDER), ORDER)
                        .isRouteStop())
                .isFalse();
        assertThat(process("magento-de", signed("old-secret", "msg_2", NOW, ORDER), ORDER)
                        .isRouteStop())
                .isFalse();
        assertRejected(process("magento-de", signed("older-secret", "msg_3", NOW, ORDER), ORDER), 401, "signature");
    }

    @Test
    void oneGoodSignatureAmongSeveralIsEnough() {
        Map<String, Object> headers = signed(SECRET, "msg_1", NOW, ORDER);
        headers.put("webhook-signature", "v1a,abc v1,short " + headers.get("webhook-signature"));

        assertThat(process("magento-pl", headers, ORDER).isRouteStop()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "v1,",
                "v1",
                "v2,iy5SL569uyHRhtykwDHnWWYVYUsq93ZdGG2T+Bd1ynw=",
                "xv1,iy5SL569uyHRhtykwDHnWWYVYUsq93ZdGG2T+Bd1ynw=",
                "v1,iy5SL569uyHRhtykwDHnWWYVYUsq93ZdGG2T+Bd1ynx=",
                "v1,ÄÖÜ5SL569uyHRhtykwDHnWWYVYUsq93ZdGG2T+Bd1ynw"
            })
    void aSignatureThatIsNotOursIsRefused(String signature) {
        assertRejected(process("magento-pl", headers("msg_1", NOW, signature), ORDER), 401, "signature");
    }

    @Test
    void anotherBodyIdOrTimeThanSignedIsRefused() {
        assertRejected(process("magento-pl", signed(SECRET, "msg_1", NOW, ORDER), ORDER + " "), 401, "signature");
        Map<String, Object> otherId = signed(SECRET, "msg_1", NOW, ORDER);
        otherId.put("webhook-id", "msg_2");
        assertRejected(process("magento-pl", otherId, ORDER), 401, "signature");
        Map<String, Object> otherTime = signed(SECRET, "msg_1", NOW, ORDER);
        otherTime.put("webhook-timestamp", Long.toString(NOW + 1));
        assertRejected(process("magento-pl", otherTime, ORDER), 401, "signature");
    }

    @ParameterizedTest
    @CsvSource({"-301,true", "-300,false", "300,false", "301,true"})
    void anOldOrFutureWebhookIsRefusedThoughItsSignatureIsGood(long offset, boolean refused) {
        Exchange exchange = process("magento-pl", signed(SECRET, "msg_1", NOW + offset, ORDER), ORDER);

        if (refused) assertThat(assertRejected(exchange, 401, "age")).contains("within 300 seconds of now");
        else assertThat(exchange.isRouteStop()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "webhook-id,null,400,headers",
                "webhook-id,'',400,headers",
                "webhook-timestamp,null,400,headers",
                "webhook-timestamp,yesterday,400,headers",
                "webhook-timestamp,99999999999999999999,400,headers",
                "webhook-signature,null,401,signature",
                "Content-Length,1048577,413,size",
                "Content-Length,many,400,headers"
            })
    void whatIsMissingOrMalformedIsTold(String header, String value, int status, String reason) {
        Map<String, Object> headers = signed(SECRET, "msg_1", NOW, ORDER);
        if (value == null) headers.remove(header);
        else headers.put(header, value);

        assertRejected(process("magento-pl", headers, ORDER), status, reason);
    }

    @Test
    void anIdThatNoDatabaseShouldKeepIsRefused() {
        String id = "x".repeat(129);

        assertRejected(process("magento-pl", signed(SECRET, id, NOW, ORDER), ORDER), 400, "headers");
    }

    @ParameterizedTest
    @ValueSource(strings = {"magento-cz", "salesforce", "no-hooks", "", "../magento-pl"})
    void aSystemThatSendsNoWebhooksIsNotFoundAndDoesNotLabelTheMetric(String system) {
        assertRejected(process(system, signed(SECRET, "msg_1", NOW, ORDER), ORDER), 404, "system");
        assertThat(rejected("unknown", "system").count()).isEqualTo(1);
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedThoughNoLengthWasDeclared() {
        String large =
                "{\"type\":\"order.created\",\"data\":{\"entity_id\":1,\"x\":\"" + "x".repeat(1_048_576) + "\"}}";

        assertRejected(process("magento-pl", signed(SECRET, "msg_1", NOW, large), large), 413, "size");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "\"anna\"",
                "{",
                "{\"a\":1}{}",
                "anna.berg@example.com",
                "{\"a\":NaN}",
                "\u0000"
            })
    void aBodyThatIsNoJsonObjectIsRefused(String body) {
        String detail = assertRejected(process("magento-pl", signed(SECRET, "msg_1", NOW, body), body), 400, "json");

        assertThat(detail).doesNotContain("anna");
    }

    @Test
    void aBodyOfDeepestNestingIsRefused() {
        String body = "{\"data\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";

        assertRejected(process("magento-pl", signed(SECRET, "msg_1", NOW, body), body), 400, "json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"data\":{\"id\":1}}",
                "{\"type\":7,\"data\":{\"id\":1}}",
                "{\"type\":\"order\",\"data\":{\"id\":1}}",
                "{\"type\":\"order.deleted\",\"data\":{\"id\":1}}",
                "{\"type\":\"anna.created\",\"data\":{\"id\":1}}",
                "{\"type\":\"order.created\"}",
                "{\"type\":\"order.created\",\"data\":[1]}",
                "{\"type\":\"order.created\",\"data\":{\"id\":null}}",
                "{\"type\":\"order.created\",\"data\":{\"id\":\" \"}}",
                "{\"type\":\"order.created\",\"data\":{\"id\":1.5}}"
            })
    void anEventThatSeraiDoesNotKnowIsRefused(String body) {
        String detail = assertRejected(process("magento-pl", signed(SECRET, "msg_1", NOW, body), body), 422, "event");

        assertThat(detail).doesNotContain("anna");
    }

    @ParameterizedTest
    @CsvSource({"customer.updated,customer", "company.saved,company", "product.created,product", "order.updated,order"})
    void everyEntityOfAMagentoIsKnown(String type, String entity) {
        String body = "{\"type\":\"" + type + "\",\"data\":{\"id\":\"42\"}}";

        Exchange exchange = process("magento-pl", signed(SECRET, "msg_1", NOW, body), body);

        assertThat(exchange.getMessage().getHeader("SeraiEntity")).isEqualTo(entity);
        assertThat(exchange.getMessage().getHeader("SeraiExternalId")).isEqualTo("42");
    }

    @Test
    void aDeletionHasATopicOfItsOwn() {
        String body = "{\"type\":\"customer.deleted\",\"data\":{\"id\":42}}";

        Exchange exchange = process("magento-pl", signed(SECRET, "msg_1", NOW, body), body);

        assertThat(exchange.getMessage().getHeader("SeraiEntity")).isEqualTo("customer.deleted");
        assertThat(exchange.getMessage().getHeader("SeraiExternalId")).isEqualTo("42");
    }

    @Test
    void nothingOfTheRequestsHeadersIsPassedOn() {
        Map<String, Object> headers = signed(SECRET, "msg_1", NOW, ORDER);
        headers.put("SeraiRecord", "forged");
        headers.put("rawPath", "/services/elsewhere");
        headers.put("Cookie", "a=b");

        Exchange exchange = process("magento-pl", headers, ORDER);

        assertThat(exchange.getMessage().getHeaders())
                .containsOnlyKeys("SeraiSystem", "SeraiKind", "SeraiEntity", "SeraiKey", "SeraiExternalId");
    }

    private Exchange process(String system, Map<String, Object> headers, String body) {
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setHeaders(new org.apache.camel.util.CaseInsensitiveMap());
        headers.forEach(exchange.getMessage()::setHeader);
        exchange.getMessage().setHeader("system", system);
        exchange.getMessage().setBody(body.getBytes(StandardCharsets.UTF_8));
        verify.process(exchange);
        return exchange;
    }

    /** The problem's detail. */
    private String assertRejected(Exchange exchange, int status, String reason) {
        assertThat(exchange.isRouteStop()).isTrue();
        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getHeaders())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(Exchange.HTTP_RESPONSE_CODE, status, Exchange.CONTENT_TYPE, "application/problem+json"));
        try {
            JsonNode problem = new ObjectMapper().readTree(exchange.getMessage().getBody(byte[].class));
            assertThat(problem.path("type").asText()).isEqualTo("urn:serai:problem:hook-" + reason);
            assertThat(problem.path("status").asInt()).isEqualTo(status);
            assertThat(problem.path("title").asText()).isNotBlank();
            assertThat(problem.path("instance").asText()).startsWith("/hooks");
            return problem.path("detail").asText();
        } catch (java.io.IOException e) {
            throw new AssertionError("the answer is not JSON", e);
        }
    }

    private Counter rejected(String system, String reason) {
        return meters.get("serai_connect_hook_rejected_total")
                .tags("system", system, "reason", reason)
                .counter();
    }

    private static Map<String, Object> signed(String secret, String id, long time, String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] hash = mac.doFinal((id + "." + time + "." + body).getBytes(StandardCharsets.UTF_8));
            return headers(id, time, "v1," + Base64.getEncoder().encodeToString(hash));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, Object> headers(String id, long time, String signature) {
        Map<String, Object> headers = new HashMap<>();
        headers.put("webhook-id", id);
        headers.put("webhook-timestamp", Long.toString(time));
        headers.put("webhook-signature", signature);
        return headers;
    }

    private static Systems systems() {
        Systems systems = TestSystems.of(
                "magento-pl.kind", "magento",
                "magento-pl.url", "http://localhost",
                "magento-pl.auth", "bearer",
                "magento-pl.token", "t",
                "magento-pl.webhook.secret", SECRET,
                "magento-de.kind", "magento",
                "magento-de.url", "http://localhost",
                "magento-de.auth", "bearer",
                "magento-de.token", "t",
                "magento-de.webhook.secret", "new-secret",
                "magento-de.webhook.previous-secret", "old-secret",
                "no-hooks.kind", "magento",
                "no-hooks.url", "http://localhost",
                "no-hooks.auth", "bearer",
                "no-hooks.token", "t");
        systems.requireValid();
        return systems;
    }
}
